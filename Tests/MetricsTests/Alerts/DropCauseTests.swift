import Testing

@testable import Metrics

/// Which of several happenings made the hit rate fall, and that an emptied database is an alert of its own.
struct DropCauseTests {
    private var server = WatchedServer()

    /// Seconds with look-ups of product at a hit rate; alerts are noted as the dashboard does.
    @discardableResult
    private mutating func pass(_ seconds: Int, rate: Int) -> [AlertChange] {
        (0..<seconds).flatMap { _ in
            server.report([
                ("n", "\(rate)"), ("hit", "product:1"), ("n", "\(100 - rate)"),
                ("miss", "product:2"),
            ])
            server.poll()
            let snapshot = server.history.snapshot(server.second)
            return server.history.note(alertsOf: snapshot, at: snapshot.takenAt)
        }
    }

    private mutating func purge(_ scope: String, keys: UInt64, _ resources: [String] = ["product"])
    {
        server.history.observe(
            InvalidationRecord(
                id: scope, at: server.now, scope: scope, by: "a@b", via: .redis, outcome: .done,
                message: "", resources: resources, keysRemoved: keys))
        server.keys -= Int64(keys)
    }

    private var snapshot: Snapshot { server.history.snapshot(server.second) }
    private var drop: Alert? { snapshot.alert(.hitRateDropped) }

    private mutating func flush() {
        server.keys = 60
        server.calls?.flushAll += 1
    }

    private mutating func begin() {
        server.calls = CommandCalls()
        pass(70, rate: 95)
    }

    private static let losses: [(String, @Sendable (inout WatchedServer) -> Void)] = [
        (
            "FLUSHALL at",
            {
                $0.keys = 60
                $0.calls?.flushAll += 1
            }
        ),
        (
            "the restart at",
            {
                ($0.runID, $0.uptime, $0.keys) = ("b", 0, 10)
                $0.calls = nil
            }
        ),
        (
            "Redis began to evict keys at",
            {
                $0.evicted += 4000
                $0.keys -= 4000
            }
        ),
        ("went unannounced at", { $0.keys -= 4000 }),
    ]

    /// A purge whose effect was over does not count: what came just before the drop does.
    @Test(arguments: losses.indices)
    mutating func anOlderPurgeIsNotBlamed(_ index: Int) throws {
        begin()
        purge("product 42", keys: 2)
        pass(70, rate: 95)
        Self.losses[index].1(&server)
        pass(12, rate: 20)
        let alert = try #require(drop)
        #expect(alert.message.contains(Self.losses[index].0), "\(alert.message)")
        #expect(alert.subject == nil && alert.value.map { $0 > 0.5 } == true)
        let rates = try #require(
            snapshot.invalidations.first { $0.scope == "product 42" }?.aftermath)
        #expect(rates.followedUntil != nil && rates.severity == nil, "\(rates)")
        #expect(rates.hitRateNow == 0.95)
        // The purge was never blamed, not even for a moment.
        #expect(server.history.alertBoard.reported.allSatisfy { $0.alert.subject != "product" })
    }

    @Test mutating func aPurgeThatMadeItIsNamed() throws {
        begin()
        purge("category shoes", keys: 900)
        // What a listener removes a moment later has no part in it.
        server.poll()
        purge("product 7", keys: 1)
        pass(12, rate: 30)
        let alert = try #require(drop)
        #expect(alert.message.contains("before 'category shoes' at"), "\(alert.message)")
        #expect(alert.subject == "product")
    }

    /// A small drop of the one, then a large one of the other.
    @Test mutating func theLargerDropIsTheLaterOnes() throws {
        begin()
        purge("product 42", keys: 300)
        pass(20, rate: 88)
        purge("product all", keys: 4000)
        pass(12, rate: 20)
        #expect(drop?.message.contains("'product all'") == true, "\(drop?.message ?? "none")")
        let rates = snapshot.invalidations.first { $0.scope == "product 42" }?.aftermath
        #expect(rates?.hitRateLowest == 0.88 && rates?.followedUntil != nil, "\(rates as Any)")
    }

    /// What an own drop leaves behind is followed until it is back, whatever small things come meanwhile.
    @Test mutating func anOwnDropIsFollowed() throws {
        begin()
        purge("product all", keys: 4000)
        for round in 0..<10 {
            pass(3, rate: 20 + round * 7)
            purge("product \(round)", keys: 2)
        }
        pass(15, rate: 95)
        let rates = try #require(
            snapshot.invalidations.first { $0.scope == "product all" }?.aftermath)
        #expect(rates.recoveredAt != nil && rates.followedUntil == nil)
        #expect(rates.hitRateLowest.map { $0 < 0.3 } == true)
    }

    /// Of what an alert was put down to no row says that there was no drop, also when something else is found
    /// to have had a part in it; and no row says it before the alert could begin.
    @Test(arguments: [0, 2, 6, 11, 40])
    mutating func anAlertAndItsRowSayTheSame(before flushed: Int) throws {
        begin()
        purge("product all", keys: 3000)
        for second in 0..<90 {
            if second == flushed { flush() }
            pass(1, rate: second >= 3 && second < 50 ? 40 : 95)
            let snapshot = snapshot
            let record = try #require(snapshot.invalidations.first)
            let effect = record.aftermath?.effect(of: record.at, at: snapshot.takenAt)
            if case .noDrop = effect {
                #expect(snapshot.takenAt.seconds(since: record.at) >= 13, "\(second)")
                let dated = snapshot.alerts.filter { $0.rule == "hitRateDropped" }.map(\.since)
                let ended = snapshot.endedAlerts.filter { $0.rule == "hitRateDropped" }.map(\.since)
                #expect(!dated.contains(record.at) && !ended.contains(record.at), "\(second)")
            }
        }
    }

    /// A small drop of a later purge does not take over the alert of another, which it would date anew.
    @Test mutating func aSmallLaterDropIsNotBlamed() throws {
        begin()
        purge("product 42", keys: 300)
        pass(6, rate: 60)
        let since = try #require(drop?.since)
        pass(26, rate: 95)
        try #require(drop != nil)
        purge("product 43", keys: 300)
        for _ in 0..<30 {
            pass(1, rate: 88)
            #expect(drop.map { $0.since == since } ?? true)
        }
    }

    /// The drop is seen some seconds before the FLUSH is known: an older purge has no part in it for good.
    @Test(arguments: [1, 2]) mutating func aPurgeIsNotBlamedMeanwhile(seconds: Int) throws {
        begin()
        purge("product all", keys: 3000)
        pass(30, rate: 95)
        pass(seconds, rate: 20)
        #expect(snapshot.hitRateDrops.map(\.subject) == ["product"])
        flush()
        let changes = pass(15, rate: 20)
        #expect(changes.contains { $0.event == .began && $0.alert.cause == "FLUSHALL" })
        let rates = try #require(snapshot.invalidations.first?.aftermath)
        #expect(rates.alertedAt == nil, "\(rates)")
    }

    /// Also where an alert of the same resource goes on, that of another purge.
    @Test(arguments: [1, 2]) mutating func norIsAPurgeInAnAlertThatGoesOn(seconds: Int) throws {
        begin()
        purge("product 1", keys: 3000)
        pass(8, rate: 60)
        pass(20, rate: 95)
        purge("product 2", keys: 3000)
        pass(5, rate: 95)
        #expect(drop != nil)
        pass(seconds, rate: 0)
        flush()
        pass(15, rate: 20)
        let record = try #require(snapshot.invalidations.first { $0.scope == "product 2" })
        #expect(record.aftermath?.alertedAt == nil, "\(record.aftermath as Any)")
    }

    /// What says that it was an alert was one.
    @Test(arguments: [0, 1, 2, 3, 4, 8]) mutating func noAlertedWithoutABeginning(low: Int) throws {
        begin()
        purge("product all", keys: 3000)
        let began = (pass(low, rate: 60) + pass(40, rate: 95)).filter {
            $0.event == .began && $0.alert.rule == AlertRule.hitRateDropped.name
        }
        let record = try #require(snapshot.invalidations.first)
        #expect((record.aftermath?.alertedAt != nil) == (began.map(\.alert.since) == [record.at]))
        if low == 0 { #expect(began.isEmpty) }
        if low == 8 { #expect(!began.isEmpty) }
    }

    /// Counters that a FLUSH took go with it: the drop stays the FLUSH's.
    @Test mutating func whatFollowsFromAFlushTakesNothingOver() throws {
        begin()
        flush()
        pass(2, rate: 95)
        var gone = InvalidationRecord(
            id: "gone", at: server.now, scope: "gone version:search", by: "", via: .observed,
            outcome: .done, message: "", resources: ["product", "search"])
        gone.steps = [.seen("version:search", from: 7, to: nil)]
        server.history.observe(past: [gone])
        pass(20, rate: 40)
        let flush = try #require(snapshot.timeline.last { $0.kind == .flush })
        #expect(flush.followedUntil == nil && flush.hitRateLowest.map { $0 < 0.5 } == true)
    }

    // MARK: The alert of an emptied database

    @Test mutating func aFlushIsAnAlertUntilTheRateIsBack() throws {
        begin()
        flush()
        pass(10, rate: 20)
        let alert = try #require(snapshot.alert(.databaseEmptied))
        #expect(alert.severity == .critical && alert.subject == "FLUSHALL" && alert.value == 9940)
        #expect(alert.since == snapshot.timeline.last { $0.kind == .flush }?.at)
        #expect(alert.message.contains("Warm the cache"))
        // The timeline has it once: as what it is.
        #expect(server.kinds == [.flush])
        pass(20, rate: 95)
        #expect(snapshot.alert(.databaseEmptied)?.quietSince == nil)
        let ended = pass(140, rate: 95).filter { $0.event == .ended }.map(\.alert.rule)
        #expect(ended.contains("databaseEmptied"))
        #expect(snapshot.alert(.databaseEmptied) == nil)
        #expect(snapshot.endedAlerts.contains { $0.rule == "databaseEmptied" })
    }

    @Test mutating func whileTheRateIsLowItStays() {
        begin()
        flush()
        pass(400, rate: 20)
        #expect(snapshot.alert(.databaseEmptied)?.quietSince == nil)
        #expect(snapshot.alert(.databaseEmptied) != nil)
        pass(260, rate: 20)
        #expect(snapshot.alert(.databaseEmptied) == nil)
    }
}
