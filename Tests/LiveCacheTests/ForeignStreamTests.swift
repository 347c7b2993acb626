import Invalidation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Streams that other publishers write, under other names, and with other ids.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ForeignStreamTests {
    private func options(_ server: RedisServer) -> LiveCacheOptions {
        LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(200))
    }

    /// Each entry, and what it adds: outcome, key and how often, or how many unknown.
    private static let entries: [([String], [(Bool, String, UInt64)], UInt64)] = [
        (
            ["type", "hit", "key", "product:42", "ts", "1767000000000"], [(true, "product:42", 1)],
            0
        ),
        (["event", "cache_miss", "key", "product:43", "ttl", "60"], [(false, "product:43", 1)], 0),
        (
            ["data", #"{"outcome":"hit","key":"product:44","ms":3}"#], [(true, "product:44", 1)], 0
        ),
        (["outcome", "HIT", "key", "product:45"], [(true, "product:45", 1)], 0),
        (["HIT", "product:46"], [(true, "product:46", 1)], 0),
        (["hit", "", "miss", "product:47"], [(false, "product:47", 1)], 1),
        (
            ["hit", #"{"resource":"product","id":48}"#],
            [(true, #"{"resource":"product","id":48}"#, 1)], 0
        ),
        (["n", "2.5", "hit", "product:49"], [(true, "product:49", 1)], 1),
        (
            ["n", "10", "hit", "product:50", "n", "1e3", "miss", "product:51"],
            [(true, "product:50", 10), (false, "product:51", 1)], 1
        ),
    ]

    @Test func whatShopsWriteIsCounted() async throws {
        try await withRedis { server in
            for (fields, _, _) in Self.entries {
                let words = ["XADD", "cache:events", "*"] + fields
                try await server.run([words.map { Array($0.utf8) }])
            }
            let snapshot = try await takeSnapshot(options(server))
            let events = Self.entries.flatMap(\.1)
            let product = snapshot.resources.first { $0.name == "product" }
            #expect(product?.hits == events.filter { $0.0 }.reduce(0) { $0 + $1.2 } - 1)
            #expect(product?.misses == events.filter { !$0.0 }.reduce(0) { $0 + $1.2 })
            #expect(snapshot.unclassified.hits == 1)
            #expect(snapshot.events.understood == UInt64(events.count))
            #expect(snapshot.events.unknown == Self.entries.reduce(0) { $0 + $1.2 })
            #expect(
                Set(snapshot.topKeys.map(\.key)) == Set(events.filter { !$0.0 }.map(\.1)))
            #expect(snapshot.alertsOfEvents.isEmpty)
        }
    }

    @Test func oneThatIsNotUnderstoodSaysSo() async throws {
        try await withRedis { server in
            try await watching(options(server)) { watch in
                await watch.until { $0.status.problem?.why.contains("no stream") == true }
                try await server.run("XADD cache:events * kind lookup k product:1 found 1")
                await watch.until { $0.received == 3 }
                let snapshot = watch.snapshot()
                #expect(snapshot.alertsOfEvents.map(\.rule) == ["eventsNotUnderstood"])
                #expect(snapshot.alertsOfEvents.first?.subject == "stream:cache:events")
                #expect(snapshot.events.example == "kind lookup k product:1 found 1")
                #expect(snapshot.events.understood == 0 && snapshot.events.unknown == 3)
            }
            let snapshot = try await takeSnapshot(options(server))
            #expect(snapshot.alertsOfEvents.map(\.rule) == ["eventsNotUnderstood"])
        }
    }

    // MARK: The policy's prefix

    private func withPrefix(_ server: RedisServer) -> LiveCacheOptions {
        var options = options(server)
        options.policy.keyPrefix = "shop:"
        return options
    }

    @Test(arguments: ["cache:events", "shop:cache:events"])
    func theStreamIsFoundUnderEitherName(_ name: String) async throws {
        try await withRedis { server in
            try await server.run("XADD \(name) * hit shop:product:1")
            let snapshot = try await takeSnapshot(withPrefix(server))
            #expect(snapshot.total.hits == 1)
            #expect(snapshot.events.source == "stream:\(name)")
            #expect(snapshot.unavailable.isEmpty)
            try await server.run("DEL \(name)")
            try await watching(withPrefix(server)) { watch in
                await watch.until {
                    $0.status.problem?.why.contains("cache:events nor shop:cache:events") == true
                }
                // Both are looked at while there is none, and what comes is read from its beginning.
                try await server.run("XADD \(name) 1-1 hit shop:product:1")
                await watch.until { $0.received == 1 && $0.status.problem == nil }
                #expect(watch.status.source == "stream:\(name)")
                try await server.run("XADD \(name) * miss shop:product:1")
                await watch.until { $0.received == 2 }
            }
        }
    }

    @Test func theNameThatIsGivenGoesFirst() async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cache:events * hit shop:product:1",
                "XADD shop:cache:events * miss shop:product:1")
            let snapshot = try await takeSnapshot(withPrefix(server))
            #expect(snapshot.events.source == "stream:cache:events" && snapshot.total.hits == 1)
            // Another type, and a key that this user may not read, are no stream.
            try await server.run("DEL cache:events", "SET cache:events x")
            let other = try await takeSnapshot(withPrefix(server))
            #expect(other.events.source == "stream:shop:cache:events" && other.total.misses == 1)
        }
    }

    @Test func aUserOfThePrefixAloneFindsIt() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~shop:* +@all"] }
        try await withRedis(users) { server in
            try await server.run("XADD shop:cache:events * hit shop:product:1")
            var options = withPrefix(server)
            options.endpoint = server.endpoint(user: "u")
            let snapshot = try await takeSnapshot(options)
            #expect(snapshot.total.hits == 1)
            #expect(snapshot.events.source == "stream:shop:cache:events")
        }
    }

    /// A purge is counted by the stream that is there, and announced in it.
    @Test(arguments: ["cache:events", "shop:cache:events"])
    func aPurgeIsCountedAndAnnouncedUnderEitherName(_ name: String) async throws {
        try await withRedis { server in
            // ioredis adds the prefix below the API, which names keys without it.
            try await server.run(
                "SET shop:product:1 x EX 60", "XADD \(name) * hit product:1 hit product:2")
            var policy = CachePolicy.standard
            policy.keyPrefix = "shop:"
            let invalidator = Invalidator(
                endpoint: server.endpoint, policy: policy, eventKey: "cache:events", api: nil,
                guards: InvalidationGuards(), operatorName: "ann@bastion", trail: nil)
            let scope = try InvalidationScope("product", arguments: [Array("1".utf8)])
            let plan = try invalidator.plan(scope)
            let hits = try await invalidator.survey(plan).get().radius.hits
            #expect(hits.basis == .stream && hits.perSecond == 1.0 / 60)
            #expect(await invalidator.purge(plan).outcome == .done)
            let entries = try await server.run("XRANGE \(name) - +").elements ?? []
            let last = entries.last?.elements?[1].elements?.compactMap(\.text) ?? []
            #expect(
                entries.count == 2
                    && last.prefix(4) == ["src", "cachetop", "purge", "shop:product:1"])
            #expect(try await server.keys().filter { $0.hasSuffix("events") } == [name])
        }
    }

    /// The one that is read is kept while it is there, and left when it goes.
    @Test func whenOneGoesTheOtherIsRead() async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cache:events * hit shop:product:1",
                "XADD shop:cache:events * miss shop:product:1")
            try await watching(withPrefix(server)) { watch in
                await watch.until { $0.received == 1 && $0.status.lagSeconds == 0 }
                try await server.run("DEL cache:events")
                await watch.until { $0.received == 2 && $0.status.resets == 1 }
                #expect(watch.status.source == "stream:shop:cache:events")
                #expect(watch.status.gaps == 0)
            }
        }
    }

    // MARK: Ids ahead of the server's clock

    @Test func whatWasThereBeforeCountsInTheTotalsAlone() async throws {
        try await withRedis { server in
            let now = try #require(Timestamp(timeReply: try await server.run("TIME"))).milliseconds
            try await server.run(
                "XADD cache:events * hit product:1",
                "XADD cache:events \(now + 3_600_000)-0 miss product:1 bump version:search")
            let snapshot = try await takeSnapshot(options(server))
            #expect(snapshot.total.hits == 1 && snapshot.total.misses == 1)
            #expect(snapshot.total.windows.map(\.misses) == [0, 0, 0])
            #expect(snapshot.total.windows.last?.hits == 1)
            #expect(snapshot.events.lagSeconds == 0)
            #expect((299...300).contains(snapshot.total.windows.last?.coveredSeconds ?? 0))
            #expect(snapshot.invalidations.isEmpty)
            #expect(snapshot.versions.allSatisfy { $0.changedAt == nil })
            let alert = try #require(snapshot.alertsOfEvents.first)
            #expect(alert.rule == "eventsAheadOfClock")
            #expect((3500...3600).contains(alert.value ?? 0))
        }
    }

    /// From then on every id that Redis gives lies ahead: what arrives is of now all the same.
    @Test func whatArrivesIsInTheWindows() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events 9000000000000-0 miss product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 && $0.status.coveredFrom != nil }
                #expect(watch.status.lagSeconds == nil)
                let covered = try #require(watch.status.coveredFrom)
                #expect(covered.seconds(since: watch.cache.clock.now) <= 0)
                #expect(watch.snapshot().total.windows.map(\.misses) == [0, 0, 0])
                try await server.run("XADD cache:events * hit product:1 bump version:search")
                await watch.until { $0.received == 3 }
                let snapshot = watch.snapshot()
                #expect(snapshot.total.windows.map(\.hits) == [1, 1, 1])
                #expect(snapshot.total.windows.map(\.misses) == [0, 0, 0])
                let changed = try #require(snapshot.versions[0].changedAt)
                #expect(abs(changed.seconds(since: snapshot.takenAt)) < 5)
                #expect(snapshot.alertsOfEvents.map(\.rule) == ["eventsAheadOfClock"])
                // What came while the connection was away was not seen to arrive.
                try await server.run("CLIENT KILL TYPE normal SKIPME yes")
                try await server.run("XADD cache:events * hit product:1")
                watch.cache.retryNow()
                await watch.until { $0.received == 4 && $0.link == .live }
                #expect((1...2).contains(watch.snapshot().total.windows[2].hits))
                #expect(watch.totals[1].hits == 2)
                // Gone with the stream.
                try await server.run("DEL cache:events")
                await watch.until { $0.status.aheadSeconds == nil }
                try await server.run("XADD cache:events * hit product:1")
                await watch.until { $0.received == 5 && $0.status.problem == nil }
                #expect(watch.snapshot().alertsOfEvents.isEmpty)
            }
        }
    }

    /// Ids ahead of the clock say nothing of the last minute's hits, nor do entries of no known form.
    @Test(
        arguments: [
            ("*", ["hit", "product:1"], 1.0), ("*", ["type", "HIT", "key", "product:1"], 1.0),
            ("*", ["kind", "lookup", "k", "product:1"], nil),
            ("9000000000000-0", ["hit", "product:1"], nil),
        ] as [(String, [String], Double?)])
    func aPlanCountsHitsOfEveryForm(_ id: String, _ fields: [String], _ hits: Double?) async throws
    {
        try await withRedis { server in
            try await server.run("SET product:1 x EX 60")
            let entry = (["XADD", "cache:events", id] + fields).map { Array($0.utf8) }
            try await server.run([entry])
            var reader = RecentHits(
                key: Array("cache:events".utf8), own: nil, grammar: KeyGrammar(policy: .standard)
            ) { $0.elementsEqual("product:1".utf8) }
            var pacer = Pacer(.full, work: "XREVRANGE")
            let found = try await RedisConnection.withConnection(to: server.endpoint) {
                let time = try await $0.send(RedisCommand("TIME"))
                return try await reader.read(
                    $0, &pacer, now: Timestamp(timeReply: time) ?? Timestamp(milliseconds: 0))
            }
            #expect(found.perSecond.map { $0 > 0 } == hits.map { $0 > 0 })
        }
    }
}
