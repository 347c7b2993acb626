import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

/// `cachetop snapshot` and `render` on real servers: true numbers, or null and why.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct SnapshotCommandTests {
    private func snapshot(
        _ server: RedisServer, _ arguments: [String] = [], user: String? = nil
    ) async throws -> Snapshot {
        var environment = ["REDIS_URL": server.endpoint.description]
        if let user {
            environment["REDIS_URL"] = "unix://\(user)@\(server.socketPath)"
            environment["REDIS_PASSWORD"] = "secret"
        }
        let result = try await Executable.cachetop.run(
            ["snapshot"] + arguments, environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        return try Snapshot(json: Array(result.output.utf8))
    }

    /// The acceptance line itself: 60,000 events, three pairs an entry, exactly.
    @Test func sixtyThousandEventsComeOutExactly() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var expected: [String: HitCounts] = [:]
            for batch in 0..<20 {
                var commands: [RedisCommand] = []
                for index in 0..<1000 {
                    var command = RedisCommand("XADD", "cache:events", "*")
                    for (offset, name) in ["search", "product", "inventory"].enumerated() {
                        let isHit = (index * 7 + batch + offset) % 10 < 7
                        command.arguments.append(Array((isHit ? "hit" : "miss").utf8))
                        command.arguments.append(Array("\(name):\(index)".utf8))
                        expected[name, default: HitCounts()] +=
                            HitCounts(hits: isHit ? 1 : 0, misses: isHit ? 0 : 1)
                    }
                    commands.append(command)
                }
                _ = try await connection.pipeline(commands)
            }
            await connection.close()
            let snapshot = try await snapshot(server, ["--since", "0"])
            #expect(snapshot.events.received == 60_000)
            for (name, counts) in expected {
                let report = try #require(snapshot.resources.first { $0.name == name })
                #expect(HitCounts(hits: report.hits, misses: report.misses) == counts, "\(name)")
            }
            #expect(snapshot.total.hits + snapshot.total.misses == 60_000)
            #expect(snapshot.events.gaps == 0)
        }
    }

    /// The hour before is in the file, and each of its moments can be drawn.
    @Test func theHourBeforeAndAMomentOfIt() async throws {
        try await withRedis { server in
            let time = try await server.run("TIME")
            let now = try #require(time.elements?.first?.integerValue)
            try await server.run(
                (1..<1800).reversed().map { age -> [[UInt8]] in
                    let word = age > 900 ? "hit" : "miss"
                    return ["XADD", "cache:events", "\(now - Int64(age))000-0", word, "product:1"]
                        .map { Array($0.utf8) }
                })
            let plain = try await snapshot(server)
            #expect(plain.history == nil)
            let file = try await snapshot(server, ["--history", "1h"])
            #expect(file.history?.series["hitRate.product"]?.compactMap(\.self).count ?? 0 > 600)
            let json = String(decoding: try file.json(), as: UTF8.self)
            func draw(_ at: String) async throws -> (Int32, String, String) {
                let result = try await Executable.cachetop.run(
                    ["render", "--from", "-", "--at", at], input: json)
                return (result.status, result.output, result.errors)
            }
            let early = try await draw("-25m")
            #expect(early.0 == 0 && early.1.contains("PAST"), "\(early)")
            #expect(early.1.contains("100%"))
            #expect(early.1.contains("Not recorded"))
            let text = file.takenAt.adding(seconds: -60).description
            for at in [text, String(text.prefix(19)) + "Z", String(text.dropFirst(11).prefix(8))] {
                let late = try await draw(at)
                // A step lies on the clock: it may end up to a second before.
                let times = [0.0, -1].map {
                    file.takenAt.adding(seconds: $0 - 60).description.dropFirst(11).prefix(8)
                }
                #expect(
                    late.0 == 0 && times.contains { late.1.contains("PAST \($0)") }, "\(late.1)")
            }
            for at in ["-2h", "2001-01-01T00:00:00Z"] {
                let outside = try await draw(at)
                #expect(outside.0 == 2 && outside.2.contains("outside the history"), "\(outside)")
            }
            #expect(try await draw("soon").2.contains("--at is 'soon'"))
            let without = try await Executable.cachetop.run(
                ["render", "--from", "-", "--at", "-1m"],
                input: String(decoding: try plain.json(), as: UTF8.self))
            #expect(without.status == 2 && without.errors.contains("has no history"))
        }
    }

    /// With MEILI_HOST the search engine is asked once, and the header of the drawing says it.
    @Test func theSearchEngineIsAnAlert() async throws {
        try await withRedis { server in
            let result = try await Executable.cachetop.run(
                ["snapshot"],
                environment: [
                    "REDIS_URL": server.endpoint.description,
                    "MEILI_HOST": "http://ann:sesame@127.0.0.1:1",
                ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(!(result.output + result.errors).contains("sesame"))
            let snapshot = try Snapshot(json: Array(result.output.utf8))
            #expect(
                snapshot.alert(.searchEngine)
                    == .init(
                        rule: "meilisearch", severity: .critical,
                        message: "down: connection refused"))
            let drawn = try await Executable.cachetop.run(
                ["render", "--from", "-"], input: result.output)
            let header = try #require(drawn.output.split(separator: "\n").first)
            #expect(header.contains("meili down"), "\(header)")
            #expect(try await self.snapshot(server).alert(.searchEngine) == nil)
        }
    }

    @Test func anEmptyRedisIsIdleNotZero() async throws {
        try await withRedis { server in
            let snapshot = try await snapshot(server)
            #expect(snapshot.total.hitRate == nil)
            #expect(snapshot.server.windows.allSatisfy { $0.hitRate == nil })
            #expect(snapshot.versions.allSatisfy { $0.value == nil })
            #expect(snapshot.resources.allSatisfy { $0.keys == 0 })
            #expect(snapshot.unavailable.contains { $0.what.hasPrefix("events") })
        }
    }

    /// The user of the README sees everything; one who lacks a command misses just that.
    @Test(arguments: [
        ("+info", "server", "info"), ("+scan", "resources", "scan"),
        ("+xread", "events", "xread"), ("+pttl", "resources", "pttl"),
    ])
    func halfPermitted(right: String, path: String, word: String) async throws {
        let all = try ReadMe.watchingRules()
        let options = RedisServer.Options {
            $0.users = [
                "watcher on >secret \(all)",
                "half on >secret " + all.replacingOccurrences(of: "\(right) ", with: ""),
            ]
        }
        try await withRedis(options) { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.pipeline([
                RedisCommand("SET", "product:1", "x", "EX", "60"),
                RedisCommand("SET", "version:search", "4"),
                RedisCommand("SET", "version:global", "2"),
                RedisCommand("XADD", "cache:events", "*", "hit", "product:1"),
            ])
            await connection.close()
            let whole = try await snapshot(server, user: "watcher")
            #expect(whole.unavailable.isEmpty, "\(whole.unavailable)")
            #expect(whole.resources.first { $0.name == "product" }?.keys == 1)
            #expect(whole.resources.first { $0.name == "product" }?.hits == 1)
            let half = try await snapshot(server, user: "half")
            let why = half.unavailable.filter { $0.what.hasPrefix(path) }.map(\.why)
            #expect(
                why.contains { $0.contains("NOPERM") && $0.contains(word) }, "\(half.unavailable)")
            #expect(half.versions.map(\.value) == [4, 2])
        }
    }

    @Test func wholeFilesOnly() async throws {
        try await withRedis { server in
            let folder = server.folder
            let result = try await Executable.cachetop.run(
                ["snapshot", "--output", "now.json"],
                environment: ["REDIS_URL": server.endpoint.description], in: folder)
            #expect(result.status == 0)
            #expect(result.output.isEmpty)
            let path = folder + "/now.json"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let bad = try await Executable.cachetop.run(
                ["snapshot", "--output", "/nowhere/now.json"],
                environment: ["REDIS_URL": server.endpoint.description])
            #expect(bad.status == 1)
            #expect(bad.errors.contains("/nowhere/now.json"))
            let drawn = try await Executable.cachetop.run([
                "render", "--from", path, "--size", "80x24",
            ])
            #expect(drawn.status == 0)
            let lines = drawn.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == 25)
            #expect(drawn.output.contains("snapshot of"))
        }
    }

    @Test(arguments: [
        (["snapshot", "--history", "2h"], 2, "--history"),
        (["render", "--from", "/nowhere"], 1, "/nowhere"),
        (["render", "--from", "-", "--size", "80"], 2, "--size"),
        (["render", "--from", "-"], 1, "no snapshot"),
        (["snapshot", "--redis", "redis://127.0.0.1:1"], 1, "refused"),
        (["snapshot", "--redis", "unix:///nowhere/redis.sock"], 1, "/nowhere/redis.sock"),
        (["snapshot", "--frequency", "1"], 2, "--frequency"), (["nonsense"], 2, "nonsense"),
        (["watch"], 2, "terminal"), (["demo"], 2, "terminal"),
    ])
    func whatGoesWrongIsSaid(arguments: [String], status: Int32, word: String) async throws {
        let result = try await Executable.cachetop.run(arguments, input: "{}")
        #expect(result.status == status)
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [["snapshot"], ["purge", "search", "--yes"]])
    func aSentinelIsNamedWithWhatToType(arguments: [String]) async throws {
        let sentinel = RedisServer.Options {
            $0.tcp = true
            $0.sentinelOfPort = 16_379
        }
        try await withRedis(sentinel) { server in
            let result = try await Executable.cachetop.run(
                arguments,
                environment: [
                    "REDIS_URL": server.tcpEndpoint.description, "XDG_STATE_HOME": server.folder,
                ])
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors.contains("this is a Sentinel"), "\(result.errors)")
            #expect(result.errors.contains("cachetop --redis redis://127.0.0.1:16379/0"))
        }
    }

    @Test func passwordsAreNowhere() async throws {
        let options = RedisServer.Options { $0.password = "sesame-4711" }
        try await withRedis(options) { server in
            let url = "unix://\(server.socketPath)"
            let right = try await Executable.cachetop.run(
                ["snapshot"], environment: ["REDIS_URL": url, "REDIS_PASSWORD": "sesame-4711"])
            #expect(right.status == 0)
            #expect(!right.output.contains("sesame"))
            let wrong = try await Executable.cachetop.run(
                ["snapshot"], environment: ["REDIS_URL": url, "REDIS_PASSWORD": "hunter2"])
            #expect(wrong.status == 1)
            #expect(!wrong.errors.contains("hunter2"))
            let none = try await Executable.cachetop.run(
                ["snapshot"], environment: ["REDIS_URL": url])
            #expect(none.status == 1)
            #expect(none.errors.contains("REDIS_PASSWORD"), "\(none.errors)")
        }
    }
}
