import Testing

@testable import Metrics

/// Keys that went without being announced, by what INFO says between two polls.
struct UnannouncedLossTests {
    private var server = WatchedServer()

    @Test mutating func itIsTold() throws {
        server.keys -= 400
        server.poll()
        #expect(server.kinds == [])
        server.poll()
        let found = try #require(server.unannounced)
        #expect(server.kinds == [.unannounced])
        #expect(found.keys == 400 && found.by == nil && found.from == "10000" && found.to == "9600")
        #expect(found.at == moment(5) && found.until == moment(6) && found.parts.isEmpty)
        #expect(found.message.hasPrefix("At least 400 keys went within 1s, and neither an event"))
        #expect(found.message.contains("not known (INFO commandstats)"))
        server.idle(30)
        #expect(server.kinds == [.unannounced])
    }

    /// name, what happens in the second, keys that are told; nil: none
    private static let table: [(String, @Sendable (inout WatchedServer) -> Void, UInt64?)] = [
        ("fewer than fifty", { $0.keys -= 49 }, nil),
        ("fifty", { $0.keys -= 50 }, 50),
        (
            "expired",
            {
                $0.keys -= 400
                $0.expired += 400
            }, nil
        ),
        (
            "evicted",
            {
                $0.keys -= 400
                $0.evicted += 400
            }, nil
        ),
        (
            "expired in part",
            {
                $0.keys -= 400
                $0.expired += 300
            }, 100
        ),
        ("added keys hide some", { $0.keys -= 400 - 150 }, 250),
        (
            "announced",
            { server in
                server.keys -= 300
                server.report((0..<60).map { ("purge", "product:\($0)") })
                server.report(
                    [("src", "cachetop")] + (0..<60).map { ("purge", "product:\($0)") })
                // Of one report 64 are kept, and the others counted.
                server.report((0..<180).map { ("purge", "inventory:\($0)") })
            }, nil
        ),
        (
            "announced in part",
            { server in
                server.keys -= 400
                server.report((0..<60).map { ("purge", "product:\($0)") })
            }, 340
        ),
        (
            "a pattern",
            { server in
                server.keys -= 400
                server.report([("purge-glob", "category:*")])
            }, nil
        ),
        (
            "a purge by a cachetop",
            { server in
                server.keys -= 400
                server.record(removed: 400)
            }, nil
        ),
        (
            "a smaller purge",
            { server in
                server.keys -= 400
                server.record(removed: 100)
            }, 300
        ),
        (
            "a purge under way",
            { server in
                server.keys -= 400
                server.record(removed: 10, outcome: .unfinished)
            }, nil
        ),
        (
            "through the API",
            { server in
                server.keys -= 400
                server.record(removed: nil)
            }, nil
        ),
        (
            "moved to another database",
            {
                $0.keys -= 400
                $0.otherKeys += 400
            }, nil
        ),
        (
            "a restart",
            {
                $0.keys -= 400
                $0.runID = "b"
                $0.uptime = 0
            }, nil
        ),
        (
            "another server",
            {
                $0.keys -= 400
                $0.runID = "b"
            }, nil
        ),
        (
            "CONFIG RESETSTAT",
            {
                $0.expired = -1
                $0.keys -= 400
            }, nil
        ),
        (
            "a replica",
            {
                $0.role = "slave"
                $0.keys -= 400
            }, nil
        ),
        (
            "a node of a cluster",
            {
                $0.fields = ["cluster_enabled:1"]
                $0.keys -= 400
            }, nil
        ),
        (
            "a hole in the watching",
            {
                $0.history.interrupt(why: "lost")
                $0.keys -= 400
            }, nil
        ),
        (
            "events that are late",
            { server in
                server.status.lagSeconds = 30
                server.report()
                server.keys -= 400
            }, nil
        ),
        (
            "events that can't be read",
            { server in
                server.status.problem = SourceProblem(.refused, "NOPERM")
                server.report()
                server.keys -= 400
            }, nil
        ),
        (
            "no stream",
            { server in
                server.status.problem = SourceProblem(.pending, "There is no stream.")
                server.report()
                server.keys -= 400
            }, 400
        ),
        (
            "lost events",
            { server in
                server.status.noteGap(of: 12)
                server.report()
                server.keys -= 400
            }, nil
        ),
    ]

    @Test(arguments: table.map(\.0))
    mutating func oneSecond(name: String) throws {
        let row = try #require(Self.table.first { $0.0 == name })
        row.1(&server)
        server.poll()
        server.idle(20)
        #expect(server.unannounced?.keys == row.2)
    }

    /// Another database is watched from now on: its count is compared with nothing.
    @Test mutating func anotherDatabaseIsNoLoss() {
        var sample = Sample(
            at: moment(6), monotonicSeconds: 6,
            info: info("run_id:a\r\nrole:master\r\nexpired_keys:0\r\n# Keyspace\r\ndb1:keys=3"))
        sample.database = 1
        server.history.observe(sample)
        #expect(server.kinds == [])
    }

    /// seconds between polls, deletions a second, minutes before they begin
    @Test(
        arguments: [1.0, 0.25, 5, 10, 60], [0, 60])
    mutating func logoutsAreUsual(every seconds: Double, quiet: Int) {
        server.idle(quiet, every: seconds)
        for _ in 0..<240 {
            server.keys -= Int64(10 * seconds)
            server.poll(after: seconds)
        }
        #expect(server.kinds == [])
    }

    /// Keys come and go, ever so many, with chance: what is usual is learned with its noise.
    @Test(arguments: [UInt64(1), 2], [100.0, 1000])
    mutating func aBusyShopOfSessions(seed: UInt64, rate: Double) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            server.keys += Self.times(rate, &random) - Self.times(rate, &random)
            server.poll()
        }
        #expect(server.kinds == [])
    }

    /// Property: whatever expires, is evicted and is added, it is never called unannounced.
    @Test(arguments: 1...10)
    mutating func expiryAloneIsNeverTold(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<300 {
            let burst = Int64.random(in: 0..<20, using: &random) == 0 ? 50 : Int64(1)
            let gone = min(server.keys, Int64.random(in: 0..<80, using: &random) * burst)
            let evicted = min(server.keys - gone, Int64.random(in: 0..<9, using: &random) * burst)
            server.expired += gone
            server.evicted += evicted
            server.keys += Int64.random(in: 0..<90, using: &random) * burst - gone - evicted
            server.poll(after: Double.random(in: 0.2..<12, using: &random))
        }
        #expect(!server.kinds.contains(.unannounced) && !server.kinds.contains(.flush))
    }

    /// Above what is usual it is told all the same.
    @Test mutating func amongLogouts() {
        for _ in 0..<60 {
            server.keys -= 10
            server.poll()
        }
        server.keys -= 410
        server.poll()
        for _ in 0..<5 {
            server.keys -= 10
            server.poll()
        }
        #expect(server.unannounced?.keys == 410)
        #expect(server.kinds == [.unannounced])
    }

    /// A script that removes 150 keys a second for four seconds is one happening.
    @Test mutating func aSlowOneIsOne() {
        for _ in 0..<4 {
            server.keys -= 150
            server.poll()
        }
        server.idle(10)
        #expect(server.kinds == [.unannounced])
        #expect(server.unannounced?.keys == 600 && server.unannounced?.until == moment(9))
    }

    @Test mutating func callsAreItsEvidence() throws {
        server.calls = CommandCalls(unlink: 5, del: 2)
        server.idle(3)
        server.calls = nil
        server.keys -= 400
        server.poll()
        server.calls = CommandCalls(unlink: 405, del: 2)
        server.poll()
        let found = try #require(server.unannounced)
        #expect(found.message.hasSuffix("UNLINK was called 400 times and DEL not at all."))
    }

    @Test mutating func whoseKeysIsKnownBetweenTwoSweeps() throws {
        server.sweep(product: 726, inventory: 246, from: 3, to: 4)
        server.keys -= 397
        server.poll()
        server.idle(4)
        #expect(server.unannounced?.parts == [])
        server.sweep(product: 428, inventory: 147, from: 9, to: 10)
        let found = try #require(server.unannounced)
        #expect(
            found.parts == [
                .init(resource: "product", keys: 298), .init(resource: "inventory", keys: 99),
            ])
        #expect(found.resource == nil && found.keys == 397)
    }

    /// A sweep that was under way then says nothing.
    @Test(arguments: [(3.0, 5.5), (5.5, 8)])
    mutating func aSweepMeanwhileSaysNothing(begin: Double, end: Double) {
        server.sweep(product: 726, inventory: 246, from: begin, to: end)
        server.keys -= 397
        server.poll()
        server.idle(4)
        server.sweep(product: 428, inventory: 147, from: 9, to: 10)
        #expect(server.unannounced?.parts == [])
    }

    /// 94 % before, 41 % at its lowest, back.
    @Test mutating func itsEffectIsFollowed() throws {
        func traffic(_ hits: Int, _ misses: Int) {
            server.report([
                ("n", "\(hits)"), ("hit", "product:1"), ("n", "\(misses)"), ("miss", "product:1"),
            ])
        }
        for _ in 0..<70 {
            server.poll()
            traffic(94, 6)
        }
        server.keys -= 400
        for second in 0..<60 {
            server.poll()
            traffic(second < 20 ? 40 : 94, second < 20 ? 60 : 6)
        }
        let found = try #require(server.unannounced)
        #expect(abs((found.hitRateBefore ?? 0) - 0.94) < 0.001)
        #expect(abs((found.hitRateLowest ?? 0) - 0.4) < 0.001)
        #expect((found.hitRateAfter ?? 0) >= 0.92)
        let back = try #require(found.recoveredAt).seconds(since: found.at)
        #expect((28...32).contains(back), "\(back)")
    }

    /// Near enough to a Poisson distribution of this mean.
    private static func times(_ mean: Double, _ random: inout SplitMix64) -> Int64 {
        let sum = (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
        return Int64(max(0, (mean + (sum - 6) * mean.squareRoot()).rounded()))
    }
}

extension WatchedServer {
    fileprivate mutating func record(
        removed: UInt64?, outcome: InvalidationRecord.Outcome = .done
    ) {
        history.observe(
            InvalidationRecord(
                id: "1", at: now, scope: "category shoes", by: "bob@bastion",
                via: removed == nil ? .api : .redis, outcome: outcome, message: "",
                keysRemoved: removed))
    }
}
