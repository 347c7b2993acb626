import Console
import FoundationEssentials
import Glibc
import Metrics
import RedisClient

/// A redis-server of the demo's own and a storefront that keeps it busy.
///
/// Both run below a small shell that waits for its standard input to end. That is a pipe of ours,
/// so they end, and the folder goes, however we do: also by kill -9. They are not asked politely:
/// nothing of theirs is worth keeping.
@MainActor
final class PrivateShop {
    let url: String
    private let folder: String
    /// What the shell reads until we end.
    private let leash: Int32
    private let shell: ChildProcess

    init(requestsPerSecond: Int) throws(Ending) {
        let folder = try Self.makeFolder()
        self.folder = folder
        url = "unix://\(folder)/redis.sock"
        guard let storefront = Self.storefront else {
            rmdir(folder)
            throw Ending(
                .failed,
                "the demo needs the 'storefront' executable beside cachetop; "
                    + "'make demo' or 'make install' puts it there.")
        }
        guard Self.isInstalled("redis-server") else {
            rmdir(folder)
            throw Ending(
                .failed, "the demo needs redis-server; on Debian: apt-get install redis-server.")
        }
        do throws(SystemFailure) {
            let pipe = try Self.makePipe()
            defer { close(pipe.reading) }
            leash = pipe.writing
            shell = try ChildProcess.start(
                "/bin/sh",
                arguments: [
                    "-c", Self.script, "cachetop-demo", folder, storefront, url,
                    "http+unix://\(folder.replacing("/", with: "%2F"))%2Fshop.sock",
                    String(requestsPerSecond),
                ], environment: Self.environment, input: pipe.reading)
        } catch {
            rmdir(folder)
            throw Ending(.failed, "can't start the demo's shop: \(error.words).")
        }
    }

    /// Closed in every program that is started.
    private static func makePipe() throws(SystemFailure) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemFailure() }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func makeFolder() throws(Ending) -> String {
        let temporary = FileManager.default.temporaryDirectory
        let path = temporary.appending(path: "cachetop-demo-XXXXXX").path()
        var template = Array(path.utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Ending(.failed, "can't make a folder in \(temporary.path()) for the demo.")
        }
        return template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    /// The server wants a secret, which no one has to know. The operator's own servers are left alone.
    private static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["REVALIDATE_SECRET"] = UUID().uuidString
        environment["REDIS_PASSWORD"] = nil
        environment["MEILI_HOST"] = nil
        return environment
    }

    /// $1 the folder, $2 the storefront, $3 the Redis, $4 the API, $5 requests a second. The catalogue is
    /// made by the server, so the others wait for its socket; the load waits until the cache is warm,
    /// which the file `warm` says. What ends with our pipe gets it by a number of its own: a
    /// shell gives /dev/null to what runs in the background.
    private static let script = """
        trap '' INT QUIT TSTP
        exec 3<&0
        redis-server --port 0 --unixsocket "$1/redis.sock" --unixsocketperm 700 --dir "$1" \
            --save '' --appendonly no --maxmemory 128mb --maxmemory-policy allkeys-lru &
        pids=$!
        await() { until [ -S "$1" ] || ! kill -0 $pids 2>/dev/null; do sleep 0.02; done; }
        beside() { (await "$1/shop.sock"; shift; exec "$@" --exit-with-stdin) <&3 & pids="$pids $!"; }
        await "$1/redis.sock"
        export REDIS_URL="$3" CATALOGUE="$1/catalogue.sqlite"
        "$2" serve --unix-socket "$1/shop.sock" --products 10000 --origin-latency typical \
            --rate-limit 0 --events-entries 20000 --src storefront --exit-with-stdin \
            <&3 &
        pids="$pids $!"
        (await "$1/shop.sock"; "$2" warm --quiet </dev/null; : >"$1/warm"
            exec "$2" load "$4" --rps "$5" --duration 0 --products 10000 --quiet \
                --exit-with-stdin) <&3 &
        pids="$pids $!"
        beside "$1" "$2" listen --quiet
        beside "$1" "$2" edit random --per-minute 6 --duration 0
        cat >/dev/null
        kill -KILL $pids
        wait
        rm -rf "$1"
        """

    private static var storefront: String? {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments.first ?? ""
        let beside = URL(filePath: own).deletingLastPathComponent().appending(path: "storefront")
        let path = beside.path()
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    private static func isInstalled(_ name: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// How long the screen waits for a warm cache: a slow machine's shop comes up before its eyes.
    private static let patience = Duration.seconds(8)

    /// Waits until the cache is warm, and sees to the counters, without which nothing is ever dead.
    func warm(_ endpoint: RedisEndpoint) async {
        let status = StatusLine()
        defer { status.clear() }
        status.show("Starting a private Redis and a shop, and warming its cache ...")
        let due = ContinuousClock.now + Self.patience
        var hasCounters = false
        while ContinuousClock.now < due, !FileManager.default.fileExists(atPath: folder + "/warm") {
            if !hasCounters { hasCounters = await Self.makeCounters(endpoint) }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func makeCounters(_ endpoint: RedisEndpoint) async -> Bool {
        let replies = try? await RedisConnection.withConnection(to: endpoint) { connection in
            try await connection.pipeline(
                CachePolicy.standard.counters.map {
                    RedisCommand("SET", CachePolicy.standard.key(ofCounter: $0), "1", "NX")
                })
        }
        return replies?.allSatisfy { $0.serverError == nil } ?? false
    }

    /// Ends both and waits until the folder is gone.
    func stop() {
        close(leash)
        shell.wait()
    }
}
