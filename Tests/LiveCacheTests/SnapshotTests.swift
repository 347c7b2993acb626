import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct SnapshotTests {
    @Test func sixtyThousandEventsComeOutExactly() async throws {
        try await withRedis { server in
            var expected: [String: HitCounts] = [:]
            var commands: [[[UInt8]]] = []
            let names = ["search", "product", "category", "facets", "trending", "inventory", "x"]
            for entry in 0..<20_000 {
                var command = bytes("XADD", "cache:events", "*")
                for pair in 0..<3 {
                    let name = names[(entry * 3 + pair) % names.count]
                    let isHit = (entry + pair) % 5 != 0
                    let key = name == "trending" ? "trending:products" : "\(name):\(entry % 100)"
                    command += bytes(isHit ? "hit" : "miss", key)
                    expected[name, default: HitCounts()] += HitCounts(
                        hits: isHit ? 1 : 0, misses: isHit ? 0 : 1)
                }
                commands.append(command)
            }
            try await server.run(commands)
            let snapshot = try await takeSnapshot(
                LiveCacheOptions(endpoint: server.endpoint, since: nil))
            for resource in snapshot.resources {
                #expect(resource.hits == expected[resource.name]?.hits, "\(resource.name)")
                #expect(resource.misses == expected[resource.name]?.misses, "\(resource.name)")
            }
            #expect(snapshot.unclassified.hits == expected["x"]?.hits)
            #expect(snapshot.events.received == 60_000)
            #expect(snapshot.events.lagSeconds == 0)
            #expect(snapshot.events.lostEntries == 0)
            #expect(snapshot.total.windows.last?.coveredSeconds == 300)
            // Of so little traffic there is no curve over the TTL nor over the memory.
            #expect(
                snapshot.unavailable.allSatisfy {
                    ["resources[].ttlCurve", "memoryCurve"].contains($0.what)
                })
            #expect(snapshot.server.version != nil)
            #expect(snapshot.server.cpuRatio != nil)
            let one = try await takeSnapshot(
                LiveCacheOptions(endpoint: server.endpoint, since: .zero))
            #expect(one.events.received == 0)
        }
    }

    /// What lies before `since` is neither read nor a gap, and windows say how far they reach.
    @Test func sinceBeginsWhereItSays() async throws {
        try await withRedis { server in
            let time = try await server.run("TIME")
            let now = try #require(Timestamp(timeReply: time)).milliseconds
            for age in [400_000, 200_000, 100_000, 30_000] {
                try await server.run("XADD cache:events \(now - Int64(age))-0 hit product:1")
            }
            var options = LiveCacheOptions(endpoint: server.endpoint, since: .seconds(150))
            let recent = try await takeSnapshot(options)
            #expect(recent.total.hits == 2)
            #expect(recent.events.gaps == 0)
            #expect((149...170).contains(recent.total.windows[2].coveredSeconds ?? 0))
            options.since = nil
            #expect(try await takeSnapshot(options).total.hits == 4)
            try await server.run("XTRIM cache:events MAXLEN 2")
            let trimmed = try await takeSnapshot(options)
            #expect(trimmed.total.hits == 2)
            // From the oldest entry that is left on.
            let oldest = Timestamp(milliseconds: now - 100_000)
            let covered = try #require(trimmed.total.windows[2].coveredSeconds)
            #expect(abs(covered - trimmed.takenAt.seconds(since: oldest)) < 0.2)
        }
    }

    @Test func aMissingAndARetypedStreamAreDifferentSentences() async throws {
        try await withRedis { server in
            let options = LiveCacheOptions(endpoint: server.endpoint)
            let missing = try await takeSnapshot(options)
            #expect(missing.unavailable.first?.why.contains("no stream cache:events") == true)
            #expect(missing.events.lagSeconds == nil)
            try await server.run("RPUSH cache:events 1")
            let retyped = try await takeSnapshot(options)
            #expect(retyped.unavailable.first?.why.contains("is a list, not a stream") == true)
        }
    }

    @Test(arguments: [
        ("-info", "server", "'info' command"), ("-scan", "resources[].keys", "'scan' command"),
        ("-xread", "events", "'xread' command"), ("-mget", "versions", "'mget' command"),
        ("-pttl", "resources[].ttl", "'pttl' command"),
        ("-memory", "resources[].bytes", "'memory|usage' command"),
    ])
    func oneRefusalLeavesTheRestAlive(_ rule: String, _ what: String, _ words: String) async throws
    {
        let all = RedisServer.Options { $0.users = ["u on >secret ~* +@all \(rule)"] }
        try await withRedis(all) { server in
            try await server.run(
                "SET product:1 x EX 60", "SET version:search 3", "XADD cache:events * hit product:1"
            )
            let snapshot = try await takeSnapshot(
                LiveCacheOptions(endpoint: server.endpoint(user: "u")))
            let problem = snapshot.unavailable.first { $0.what == what }
            #expect(problem?.why.contains(words) == true, "\(snapshot.unavailable)")
            #expect((snapshot.memory.usedBytes != nil) == (rule != "-info"))
            #expect((snapshot.versions[0].value == 3) == (rule != "-mget"))
            #expect((snapshot.total.hits == 1) == (rule != "-xread"))
            let product = snapshot.resources[1]
            #expect((product.keys == 1) == (rule != "-scan"))
            #expect((product.bytes ?? 0 > 0) == !["-scan", "-memory"].contains(rule))
            #expect((product.ttl?.sampled == 1) == !["-scan", "-pttl"].contains(rule))
        }
    }

    @Test func anUnreachableServerThrowsASentence() async {
        let nowhere = RedisEndpoint(address: .unixSocket(path: "/nonexistent/redis.sock"))
        await #expect(throws: RedisError.self) {
            try await takeSnapshot(LiveCacheOptions(endpoint: nowhere))
        }
    }
}
