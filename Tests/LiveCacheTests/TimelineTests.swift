import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What happens to a real Redis, as a dashboard's history tells it.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct TimelineTests {
    private func options(
        _ server: RedisServer, every interval: Duration = .milliseconds(250)
    ) -> LiveCacheOptions {
        LiveCacheOptions(endpoint: server.endpoint, interval: interval)
    }

    private func fill(_ server: RedisServer, _ keys: Int, seconds: Int = 600) async throws {
        try await server.run(
            (0..<keys).map { bytes("SET", "product:\($0)", "x", "EX", "\(seconds)") })
    }

    /// What is usual is known.
    private func settle(_ watch: inout Watch) async {
        await watch.until { $0.samples.count > 5 }
    }

    private func polls(_ count: Int, _ watch: inout Watch) async {
        let all = watch.samples.count + count
        await watch.until { $0.samples.count >= all }
    }

    @Test func aSilentUnlinkIsToldWithinTwoPolls() async throws {
        try await withRedis { server in
            try await fill(server, 1000)
            try await watching(options(server, every: .seconds(1))) { watch in
                await settle(&watch)
                try await server.run([
                    bytes("UNLINK") + (0..<400).map { Array("product:\($0)".utf8) }
                ])
                await watch.until { $0.samples.last?.info?.keys(inDatabase: 0) == 600 }
                let seen = watch.samples.count
                await watch.until { !$0.snapshot().timeline.isEmpty }
                #expect(watch.samples.count <= seen + 2)
                let found = try #require(watch.snapshot().timeline.first)
                #expect(found.kind == .unannounced && found.keys == 400 && found.by == nil)
                #expect(found.message.contains("UNLINK was called once"), "\(found.message)")
                await polls(3, &watch)
                #expect(watch.snapshot().timeline.map(\.kind) == [.unannounced])
            }
        }
    }

    /// Of a purge by a cachetop the trail says whose it was.
    @Test func aPurgeIsAnInvalidation() async throws {
        try await withRedis { server in
            try await server.run(
                (0..<400).map { bytes("SET", "facets:c\($0)", "x", "EX", "600") })
            try await watching(options(server)) { watch in
                await settle(&watch)
                let invalidator = server.invalidator()
                _ = await invalidator.purge(try invalidator.plan(.facets(nil)))
                await watch.until { $0.samples.last?.info?.keys(inDatabase: 0) ?? 9 < 5 }
                await polls(10, &watch)
                let entries = watch.snapshot().timeline
                #expect(entries.map(\.kind) == [.invalidation])
                #expect(entries.first?.keys == 400 && entries.first?.by != nil)
            }
        }
    }

    @Test(arguments: ["FLUSHALL", "FLUSHDB"])
    func aFlush(command: String) async throws {
        try await withRedis { server in
            try await fill(server, 1000)
            try await watching(options(server)) { watch in
                await settle(&watch)
                try await server.run(command)
                await watch.until { !$0.snapshot().timeline.isEmpty }
                await polls(10, &watch)
                let entries = watch.snapshot().timeline
                #expect(entries.map(\.kind) == [.flush] && entries.first?.subject == command)
                #expect(entries.first?.keys == 1000)
            }
        }
    }

    /// commandstats may be kept from this user: then an empty database tells it.
    @Test func settingsEvictionsAndARestart() async throws {
        try await withRedis { server in
            try await fill(server, 1000)
            try await watching(options(server)) { watch in
                await settle(&watch)
                try await server.run(
                    "CONFIG SET maxmemory-policy allkeys-lru", "CONFIG SET maxmemory 3mb")
                await watch.until { $0.snapshot().timeline.count == 2 }
                let settings = watch.snapshot().timeline
                #expect(settings.map(\.kind) == [.config, .config])
                #expect(Set(settings.map(\.subject)) == ["maxmemory", "maxmemory-policy"])
                #expect(settings.contains { $0.from == "0" && $0.to == "3145728" })
                let value = String(repeating: "x", count: 10_000)
                try await server.run(
                    (0..<600).map { bytes("SET", "category:\($0)", value, "EX", "600") })
                await watch.until { $0.snapshot().timeline.contains { $0.kind == .evictions } }
                let storm = watch.snapshot().timeline.last
                #expect(storm?.until == nil && storm?.keys ?? 0 >= 10)
                try await server.restart()
                await watch.until { $0.snapshot().timeline.contains { $0.kind == .restart } }
                await polls(5, &watch)
                let kinds = watch.snapshot().timeline.map(\.kind)
                #expect(!kinds.contains(.unannounced) && !kinds.contains(.flush), "\(kinds)")
                #expect(kinds.count { $0 == .restart } == 1)
                let end = watch.snapshot().timeline.first { $0.kind == .evictions }?.until
                #expect(end != nil)
            }
        }
    }

    /// Ten a second, one with each poll of a tenth.
    @Test func logoutsAreUsual() async throws {
        try await withRedis { server in
            try await fill(server, 200)
            try await watching(options(server, every: .milliseconds(100))) { watch in
                await settle(&watch)
                for number in 0..<80 {
                    try await server.run("DEL product:\(number)")
                    await polls(1, &watch)
                }
                #expect(watch.snapshot().timeline.isEmpty)
            }
        }
    }

    @Test func expiryAloneIsNothing() async throws {
        try await withRedis { server in
            try await server.run(
                (0..<4000).map { bytes("SET", "product:\($0)", "x", "PX", "\(500 + $0)") })
            try await watching(options(server, every: .milliseconds(100))) { watch in
                await watch.until { $0.samples.last?.info?.keys(inDatabase: 0) == 0 }
                await polls(12, &watch)
                #expect(watch.snapshot().timeline.isEmpty)
            }
        }
    }

    /// Who purged last night: of yesterday and of the day before, oldest first.
    @Test func yesterdaysPurgesAreThere() async throws {
        try await withRedis { server in
            let now = ServerClock().now
            let commands = [400_000.0, 100_000, 30_000].map { ago in
                let at = now.adding(seconds: -ago)
                let record =
                    #"{"at":"\#(at)","by":"ann@bastion","durationSeconds":0.1,"edgeStaleUntil":null,"#
                    + #""id":"\#(Int(ago))","keysRemoved":12,"message":"removed 12 keys","#
                    + #""outcome":"done","scope":"category shoes","via":"redis"}"#
                return bytes("XADD", "cachetop:audit", "\(at.milliseconds)-0", "record", record)
            }
            try await server.run(commands)
            let taken = try await takeSnapshot(options(server))
            let entries = taken.timeline.filter { $0.kind == .invalidation }
            #expect(entries.map(\.by) == ["ann@bastion", "ann@bastion", "ann@bastion"])
            #expect(entries.allSatisfy { $0.keys == 12 && $0.hitRateAfter == nil })
            try await watching(options(server)) { watch in
                await watch.until { $0.snapshot().timeline.count == 3 }
            }
        }
    }
}
