import Foundation
package import RedisClient
import Synchronization

/// A real redis-server of a test's own: in a temporary folder, on a unix socket, with nothing on
/// disk, ended with the test process even if that crashes.
///
/// `withRedis` is the way to get one. It is not a child of the test but of a shell that reads a pipe
/// and kills its server when the pipe ends, which the kernel sees to. The same folder, socket and
/// ports serve again after `restart()`, as with a server that an operator brings back.
package final class RedisServer: Sendable {
    package struct Options: Sendable {
        /// Listen on a loopback TCP port as well (also needed to be replicated from).
        package var tcp = false
        /// Listen on a loopback TLS port, with a certificate made for `certificateNames`.
        package var tls = false
        package var certificateNames = ["DNS:localhost", "DNS:cache.test"]
        /// When the server's certificate begins and ends, as `20200101000000Z`; nil: it is valid.
        package var certificateDates: (start: String, end: String)?
        /// `requirepass`: the default user's password.
        package var password: String?
        /// ACL rules, a user each: `"alice on >secret ~* &* +@all"`.
        package var users: [String] = []
        /// The TCP port of the primary on this machine; its password is taken to be this one's.
        package var replicaOfPort: Int?
        /// Be a Sentinel instead, which watches the Redis on this port as `mymaster`.
        package var sentinelOfPort: Int?
        /// Further arguments for redis-server: `["--maxmemory", "20mb"]`.
        package var arguments: [String] = []

        package init() {}

        /// `RedisServer.Options { $0.password = "secret" }`
        package init(_ change: (inout Options) -> Void) { change(&self) }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let options: Options
    /// The temporary folder's path; it goes with the last reference.
    package let folder: String
    /// The TCP and TLS ports; nil where not asked for.
    package let port: Int?
    package let tlsPort: Int?
    private let run = Mutex<Run?>(nil)

    private struct Run {
        let shell: RedisServerShell
        let pid: Int32
    }

    package var socketPath: String { "\(folder)/redis.sock" }
    /// The authority that signed the TLS certificate.
    package var caFile: String { "\(folder)/ca.pem" }
    /// A client's certificate by the same authority, and its key.
    package var clientCertificate: String { "\(folder)/client.pem" }
    package var clientKey: String { "\(folder)/client.key" }

    /// By the unix socket, as the default user.
    package var endpoint: RedisEndpoint {
        RedisEndpoint(address: .unixSocket(path: socketPath), password: options.password)
    }

    /// By TCP; a port that nothing listens on if `tcp` was not asked for.
    package var tcpEndpoint: RedisEndpoint {
        RedisEndpoint(
            address: .tcp(host: "127.0.0.1", port: port ?? 1), password: options.password)
    }

    /// By TLS and the name `localhost`, trusting the authority made for this server.
    package var tlsEndpoint: RedisEndpoint {
        RedisEndpoint(
            address: .tcp(host: "localhost", port: tlsPort ?? 1), password: options.password,
            tls: RedisTLS(caFile: caFile))
    }

    /// The process id of redis-server; nil while it does not run.
    package var pid: Int32? { run.withLock { $0?.pid } }

    private init(options: Options, folder: String, port: Int?, tlsPort: Int?) {
        self.options = options
        self.folder = folder
        self.port = port
        self.tlsPort = tlsPort
    }

    deinit {
        run.withLock { $0?.shell.closeInput() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts a server and returns once it answers.
    package static func start(_ options: Options = Options()) async throws -> RedisServer {
        // Not TMPDIR: the path of a unix socket has room for about 100 bytes.
        let folder = "/tmp/cachetop-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let server = RedisServer(
            options: options, folder: folder,
            port: options.tcp ? try TestPorts.take() : nil,
            tlsPort: options.tls ? try TestPorts.take() : nil)
        try server.writeSentinelFile()
        if options.tls { try await makeCertificates(in: folder, options) }
        try await server.restart()
        return server
    }

    /// Starts it (again), empty, in the same place.
    package func restart() async throws {
        await stop()
        let script =
            "redis-server \"$@\" >redis.log 2>&1 </dev/null & echo $!; exec >/dev/null;"
            + " cat; kill -KILL $! 2>/dev/null; wait; rm -rf \"$0\""
        let shell = try RedisServerShell(script, arguments, in: folder)
        let line = shell.read()
        guard let pid = Int32(line.prefix { $0 != "\n" }) else {
            throw Failure(description: "no redis-server: \(line)")
        }
        run.withLock { $0 = Run(shell: shell, pid: pid) }
        try await waitUntilItAnswers()
    }

    /// Ends it at once and waits until it is gone. Nothing is on disk, so nothing is lost by that.
    package func stop() async {
        await kill()
        try? FileManager.default.removeItem(atPath: socketPath)
    }

    /// SIGKILL, as the kernel's out-of-memory killer would; the socket file stays behind.
    package func kill() async {
        guard let run = run.withLock({ $0.take() }) else { return }
        signal("KILL", to: run.pid)
        signal("KILL", to: run.shell.pid)
        run.shell.closeInput()
        _ = try? await run.shell.wait()
        await Self.waitForEnd(of: run.pid)
    }

    /// A process that was killed still accepts connections until the kernel has closed its sockets.
    private static func waitForEnd(of pid: Int32) async {
        let due = ContinuousClock.now + .seconds(60)
        while .now < due {
            let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            // A zombie without other threads has closed everything; whoever inherited it may never ask
            // for its end. While another thread of it is ending, its sockets are open.
            let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
            let isOver = status?.contains(") Z ") ?? true || status?.contains(") X ") ?? true
            if isOver, (threads?.count ?? 0) <= 1 { return }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Stops the process as it stands (SIGSTOP): connections stay, nothing answers.
    package func freeze() { pid.map { signal("STOP", to: $0) } }

    package func thaw() { pid.map { signal("CONT", to: $0) } }
}

/// A server for as long as `body` runs.
package func withRedis<Result: Sendable>(
    _ options: RedisServer.Options = .init(), isolation: isolated (any Actor)? = #isolation,
    _ body: (RedisServer) async throws -> Result
) async throws -> Result {
    let server = try await RedisServer.start(options)
    do {
        let result = try await body(server)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}
