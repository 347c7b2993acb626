import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Questions about single keys, against a real server and its ACL.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct KeyReaderTests {
    private func reader(
        _ own: OwnLookups = OwnLookups(), values: Bool = true, secrets: [String] = []
    ) -> KeyReader {
        KeyReader(
            own: own, clock: ServerClock(),
            scrubber: ValueScrubber(isAllowed: values, secrets: secrets))
    }

    private func question(
        _ key: String, value: Bool = false, lfu: Bool = false
    ) -> KeyQuestions.KeyInspecting {
        KeyQuestions.KeyInspecting(key: Array(key.utf8), wantsValue: value, usesLFU: lfu)
    }

    private static let types = [
        ("SET s 12345678901234567890", "string"), ("RPUSH l a b", "list"), ("SADD t a", "set"),
        ("HSET h f v", "hash"), ("ZADD z 1 a", "zset"), ("XADD x * f v", "stream"),
    ]

    /// What is subtracted from the server's hit rate is what the server has counted, of every type, of
    /// a key that is not there, and of an answer that is an error.
    @Test(arguments: [false, true])
    func eachLookUpIsCountedAsTheServerDoes(lfu: Bool) async throws {
        try await withRedis { server in
            try await server.run(
                Self.types.map { $0.0.split(separator: " ").map { Array($0.utf8) } })
            let own = OwnLookups()
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var reader = reader(own)
            for (command, type) in Self.types + [("SET missing", "none")] {
                let key = command.split(separator: " ")[1]
                let before = try await counts(connection)
                let known = own.reading.counts
                let found = try await reader.inspect(
                    question(String(key), value: true, lfu: lfu), .one(connection))
                #expect(found.type == type)
                #expect(found.isThere == (type != "none"))
                let after = try await counts(connection)
                let mine = own.reading.counts
                #expect(after.hits - before.hits == mine.hits - known.hits, "\(type)")
                #expect(after.misses - before.misses == mine.misses - known.misses, "\(type)")
            }
            await connection.close()
        }
    }

    private func counts(_ connection: RedisConnection) async throws -> HitCounts {
        let info = InfoReply(try await connection.send(RedisCommand("INFO", "stats")).bytes ?? [])
        return HitCounts(
            hits: try #require(info.count("keyspace_hits")),
            misses: try #require(info.count("keyspace_misses")))
    }

    @Test func aStringIsDescribed() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 hello EX 60")
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var reader = reader()
            let plain = try await reader.inspect(question("product:1"), .one(connection))
            #expect(plain.value == nil && plain.length == nil)
            let found = try await reader.inspect(
                question("product:1", value: true), .one(connection))
            #expect(found.value == .text("hello", isWhole: true) && found.length == 5)
            #expect(found.encoding == "embstr" && found.refused.isEmpty)
            #expect((1...60_000).contains(found.pttl ?? 0) && (found.bytes ?? 0) > 0)
            #expect(found.idleSeconds != nil)
            await connection.close()
        }
    }

    /// By the user that README tells to make: what is more than that is refused, once.
    @Test func aRefusedCommandIsNotSentAgain() async throws {
        let rules = try ReadMe.watchingRules()
        let options = RedisServer.Options { $0.users = ["watcher on >secret \(rules)"] }
        try await withRedis(options) { server in
            try await server.run("SET product:1 hello EX 60")
            var endpoint = server.endpoint
            (endpoint.username, endpoint.password) = ("watcher", "secret")
            let connection = try await RedisConnection.connect(to: endpoint)
            var reader = reader()
            for _ in 0..<3 {
                let found = try await reader.inspect(
                    question("product:1", value: true), .one(connection))
                #expect(found.pttl != nil && found.type == "string" && found.bytes != nil)
                let refused: Set<KeyInspection.Question> = [.encoding, .idle, .length, .value]
                #expect(Set(found.refused.keys) == refused)
                #expect(found.refused[.encoding]?.hasPrefix("NOPERM ") == true)
            }
            await connection.close()
            let admin = try await RedisConnection.connect(to: server.endpoint)
            let reply = try await admin.send(RedisCommand("INFO", "commandstats"))
            let lines = (reply.text ?? "").split(separator: "\r\n")
            for command in ["object|encoding", "object|idletime", "strlen", "getrange"] {
                let line = lines.first { $0.hasPrefix("cmdstat_\(command):") }
                #expect(line?.contains("rejected_calls=1,") == true, "\(command): \(line ?? "")")
            }
            await admin.close()
        }
    }

    /// With README's additional line nothing is refused.
    @Test func theAdditionalRightsAreEnough() async throws {
        let rules = try ReadMe.watchingRules() + ReadMe.inspectingRules()
        let options = RedisServer.Options { $0.users = ["watcher on >secret \(rules)"] }
        try await withRedis(options) { server in
            try await server.run(
                Self.types.map { $0.0.split(separator: " ").map { Array($0.utf8) } })
            var endpoint = server.endpoint
            (endpoint.username, endpoint.password) = ("watcher", "secret")
            let connection = try await RedisConnection.connect(to: endpoint)
            var reader = reader()
            for (command, _) in Self.types {
                let key = String(command.split(separator: " ")[1])
                let found = try await reader.inspect(
                    question(key, value: true), .one(connection))
                #expect(found.refused == [:] && found.length != nil)
            }
            await connection.close()
        }
    }

    @Test func withoutValuesNoneIsRead() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 hello")
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var reader = reader(values: false)
            let found = try await reader.inspect(
                question("product:1", value: true), .one(connection))
            guard case .withheld(let why)? = found.value else {
                Issue.record("\(String(describing: found.value))")
                return
            }
            #expect(why.contains("--no-values"))
            let stats = try await connection.send(RedisCommand("INFO", "commandstats")).text ?? ""
            #expect(!stats.contains("cmdstat_getrange"))
            await connection.close()
        }
    }

    @Test(
        arguments: [
            (#"{"name":"shoe"}"#, #"{"name":"shoe"}"#), ("\u{1}\u{2}", "\u{1}\u{2}"),
            (#"{"password":"hunter22"}"#, nil),
            ("the secret is s3cretvalue!", nil),
        ] as [(String, String?)])
    func whatLooksLikeASecretIsNotShown(value: String, shown: String?) {
        let scrubber = ValueScrubber(isAllowed: true, secrets: ["s3cretvalue!"])
        let found = scrubber.scrubbed(Array(value.utf8), isWhole: true)
        if let shown {
            #expect(found == .text(shown, isWhole: true))
        } else {
            let text = "\(found)"
            #expect(!text.contains("hunter22") && !text.contains("s3cretvalue"))
        }
    }

    @Test func aCharacterThatIsCutIsNoBrokenText() {
        let scrubber = ValueScrubber(isAllowed: true, secrets: [])
        let bytes = Array("ab日".utf8).dropLast()
        #expect(scrubber.scrubbed(Array(bytes), isWhole: false) == .text("ab", isWhole: false))
        #expect(
            scrubber.scrubbed(Array("ab日".utf8), isWhole: false) == .text("ab日", isWhole: false))
        #expect(scrubber.scrubbed([0x61, 0xFF], isWhole: true) == .text("a\\xFF", isWhole: true))
    }

    /// Through the running collectors, while they poll and sweep.
    @Test func theRunningCacheAnswers() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 hello EX 60")
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { !$0.samples.isEmpty }
                watch.cache.inspect(Array("product:1".utf8), wantsValue: true, usesLFU: false)
                await watch.until { !$0.inspected.isEmpty }
                #expect(watch.inspected.last?.value == .text("hello", isWhole: true))
                try await server.run("DEL product:1")
                watch.cache.inspect(Array("product:1".utf8), wantsValue: false, usesLFU: false)
                await watch.until { $0.inspected.count == 2 }
                #expect(watch.inspected.last?.isThere == false)
            }
        }
    }

    /// `cachetop snapshot` asks for the keys that it names.
    @Test func aSnapshotMeasuresItsKeys() async throws {
        try await withRedis { server in
            try await server.run(
                "SET product:1 hello EX 60", "XADD cache:events * miss product:1 miss product:2")
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            let one = try #require(snapshot.topKeys.first { $0.key == "product:1" })
            #expect(one.life == .expires && one.bytes != nil && (one.ttlSeconds ?? 0) > 30)
            #expect(snapshot.topKeys.first { $0.key == "product:2" }?.life == .gone)
            #expect(one.window(300)?.misses == 1)
        }
    }
}
