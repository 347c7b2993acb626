import Testing

@testable import Metrics

/// Each rule at its limit and just short of it: what the alert says, and when there is none.
struct AlertRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var rule: AlertRule
        /// nil: there is no alert.
        var alert: Alert?
        var change: @Sendable (inout Snapshot) -> Void

        init(
            _ name: String, _ rule: AlertRule, _ severity: Alert.Severity?, value: Double? = nil,
            threshold: Double? = nil, subject: String? = nil,
            _ change: @escaping @Sendable (inout Snapshot) -> Void
        ) {
            (self.name, self.rule, self.change) = (name, rule, change)
            alert = severity.map {
                Alert(
                    rule: rule.name, severity: $0, subject: subject, value: value,
                    threshold: threshold, message: "")
            }
        }

        var testDescription: String { name }
    }

    static let stream = "stream:cache:events"

    static let cases: [Case] = [
        Case("a FLUSHALL", .databaseEmptied, .critical, value: 900, subject: "FLUSHALL") {
            $0.timeline = [MadeSnapshot.happening(.flush, subject: "FLUSHALL")]
            $0.timeline[0].keys = 900
        },
        Case("a FLUSHALL of eleven minutes ago", .databaseEmptied, nil) {
            $0.timeline = [MadeSnapshot.happening(.flush, at: -660, subject: "FLUSHALL")]
        },
        Case(
            "a restart without half of the keys", .databaseEmptied, .critical, value: 500,
            subject: "restart"
        ) { $0.timeline = [restart(from: 1000, to: 500)] },
        Case("a restart with most of the keys", .databaseEmptied, nil) {
            $0.timeline = [restart(from: 1000, to: 501)]
        },
        Case("a restart of a small database", .databaseEmptied, nil) {
            $0.timeline = [restart(from: 49, to: 0)]
        },
        Case("84.9 % of memory", .memoryFull, nil) {
            ($0.memory.usedBytes, $0.memory.maxBytes) = (849, 1000)
        },
        Case("85 % of memory", .memoryFull, .warning, value: 0.85, threshold: 0.85) {
            ($0.memory.usedBytes, $0.memory.maxBytes) = (850, 1000)
        },
        Case("95 % of memory", .memoryFull, .critical, value: 0.95, threshold: 0.95) {
            ($0.memory.usedBytes, $0.memory.maxBytes) = (950, 1000)
        },
        Case("full in half an hour", .memoryFillsUp, .warning, value: 1800, threshold: 1800) {
            $0.secondsUntilFull = 1800
        },
        Case("full in more than that", .memoryFillsUp, nil) { $0.secondsUntilFull = 1801 },
        Case("full", .memoryFillsUp, nil) { $0.secondsUntilFull = 0 },
        Case("memory without a limit", .memoryFull, nil) {
            ($0.memory.usedBytes, $0.memory.maxBytes) = (950, 0)
        },
        Case("memory not told", .memoryFull, nil) { $0.memory.maxBytes = 1000 },
        Case("no limit", .memoryUnlimited, .warning) { $0.memory.maxBytes = 0 },
        Case("limit not told", .memoryUnlimited, nil) { $0.memory.maxBytes = nil },
        Case("noeviction", .memoryRefusesWrites, .warning) {
            ($0.memory.policy, $0.memory.maxBytes) = ("noeviction", 1000)
        },
        Case("noeviction without a limit", .memoryRefusesWrites, nil) {
            ($0.memory.policy, $0.memory.maxBytes) = ("noeviction", 0)
        },
        Case("allkeys-lru", .memoryRefusesWrites, nil) {
            ($0.memory.policy, $0.memory.maxBytes) = ("allkeys-lru", 1000)
        },
        Case("one eviction a minute", .evictions, .warning, value: 0.016, threshold: 0) {
            $0.server.evictedPerSecond = 0.016
        },
        Case("no eviction", .evictions, nil) { $0.server.evictedPerSecond = 0 },
        Case("1 % other readers", .otherReaders, .warning, value: 0.01, threshold: 0.01) {
            $0.server.otherReadersRatio = 0.01
        },
        Case("0.9 % other readers", .otherReaders, nil) { $0.server.otherReadersRatio = 0.009 },
        Case("2.1 s late", .eventsLate, .warning, value: 2.1, threshold: 2, subject: stream) {
            $0.events.lagSeconds = 2.1
        },
        Case("2 s late", .eventsLate, nil) { $0.events.lagSeconds = 2 },
        Case(
            "events not read for half a minute", .eventsUnreadable, .critical, value: 30,
            threshold: 30, subject: stream
        ) { $0.unavailable = [unread(-30)] },
        Case("events not read for less", .eventsUnreadable, nil) { $0.unavailable = [unread(-29)] },
        Case("events that were never read", .eventsUnreadable, nil) {
            $0.unavailable = [Unavailable(what: "events", why: "NOPERM", state: .refused)]
        },
        Case("neither events nor Redis", .eventsUnreadable, nil) {
            $0.unavailable = [unread(-60), unread(-60, of: "memory")]
        },
        Case("a gap", .eventsLost, .warning, value: 1, threshold: 0, subject: stream) {
            $0.events.gaps = 1
        },
        Case("a restart", .streamRestarted, .warning, value: 2, threshold: 0, subject: stream) {
            $0.events.resets = 2
        },
        Case("lines dropped", .linesDropped, .warning, value: 3, threshold: 0, subject: stream) {
            $0.events.dropped = 3
        },
        Case(
            "keys without expiry", .keysWithoutExpiry, .warning, value: 2, threshold: 0,
            subject: "product"
        ) { $0.setTTL("product") { $0.withoutExpiry = 2 } },
        Case(
            "keys over the policy", .keysOverTTL, .warning, value: 4, threshold: 0,
            subject: "facets"
        ) { $0.setTTL("facets") { $0.overPolicy = 4 } },
        Case(
            "dead keys that stay", .deadKeysStay, .warning, value: 7, threshold: 0,
            subject: "version:search"
        ) {
            $0.setTTL("search") { $0.withoutExpiry = 7 }
            $0.setDead("search", keys: 7, goneInSeconds: nil)
        },
        Case("dead keys whose end is not known", .deadKeysStay, nil) {
            $0.setTTL("search") { $0.withoutExpiry = 0 }
            $0.setDead("search", keys: 7, goneInSeconds: nil)
        },
        Case("dead keys that go", .deadKeysStay, nil) {
            $0.setTTL("search") { $0.withoutExpiry = 1 }
            $0.setDead("search", keys: 7, goneInSeconds: 9)
        },
        Case("a counter that is gone", .counterDrift, .critical, subject: "version:search") {
            $0.drift = [Drift(.counterMissing, counter: "version:search", value: nil).saying()]
        },
        Case("keys that carry no version", .counterDrift, nil) {
            $0.drift = [
                Drift(.keysWithoutGeneration, counter: "version:search", value: 8).saying()
            ]
        },
        Case(
            "half expires at once, of which 200 a second miss then", .expiryCliff, .warning,
            value: 0.5, threshold: 0.5, subject: "product"
        ) {
            $0.expiryForecast = [MadeSnapshot.aligned(0.5, usual: 0.05)]
            $0.setMinute("product", HitCounts(hits: 24_000, misses: 0))
        },
        Case("half expires at once, which few look-ups feel", .expiryCliff, nil) {
            $0.expiryForecast = [MadeSnapshot.aligned(0.5, usual: 0.05)]
            $0.setMinute("product", HitCounts(hits: 23_900, misses: 0))
        },
        Case("less than half does", .expiryCliff, nil) {
            $0.expiryForecast = [MadeSnapshot.aligned(0.49, usual: 0.03)]
            $0.setMinute("product", HitCounts(hits: 90_000, misses: 0))
        },
        Case("half of few does", .expiryCliff, nil) {
            $0.setMinute("product", HitCounts(hits: 90_000, misses: 0))
            $0.expiryForecast = [MadeSnapshot.aligned(0.5, usual: 0.05)]
            $0.change("product") { $0.keys = 399 }
        },
        Case(
            "a drop of 6 points", .hitRateDropped, .warning, value: 0.0625, threshold: 0.05,
            subject: "search"
        ) {
            $0.invalidations = [drop(before: 0.9375, lowest: 0.5, now: 0.875)]
            $0.setMinute("search", HitCounts(hits: 800, misses: 200))
        },
        Case("a drop among 99 look-ups", .hitRateDropped, nil) {
            $0.invalidations = [drop(before: 0.9375, lowest: 0.5, now: 0.875)]
            $0.setMinute("search", HitCounts(hits: 50, misses: 49))
        },
        Case(
            "a drop among 100 look-ups", .hitRateDropped, .warning, value: 0.0625,
            threshold: 0.05, subject: "search"
        ) {
            $0.invalidations = [drop(before: 0.9375, lowest: 0.5, now: 0.875)]
            $0.setMinute("search", HitCounts(hits: 50, misses: 50))
        },
        Case("a drop that is over", .hitRateDropped, nil) {
            $0.invalidations = [drop(before: 0.9, lowest: 0.5, now: 0.88)]
        },
        Case("a drop that something else took over", .hitRateDropped, nil) {
            var record = drop(before: 0.9, lowest: 0.5, now: 0.6)
            record.aftermath?.followedUntil = moment(-0.5)
            $0.invalidations = [record]
        },
        Case(
            "a drop by evictions", .hitRateDropped, .warning, value: 0.5, threshold: 0.05
        ) {
            $0.timeline = [
                MadeSnapshot.happening(.evictions, before: 0.75, lowest: 0.25, after: 0.25)
            ]
            $0.setMinute("search", HitCounts(hits: 500, misses: 500))
        },
        // The purge took two keys, and two hundred went with it.
        Case(
            "a purge beside a larger loss", .hitRateDropped, .warning, value: 0.5,
            threshold: 0.05, subject: "search"
        ) {
            var purge = drop(before: 1, lowest: 0.25, now: 0.25, at: -50)
            purge.keysRemoved = 2
            purge.resources = ["search", "product"]
            var loss = MadeSnapshot.happening(.unannounced, before: 0.75, lowest: 0.25, after: 0.25)
            (loss.keys, loss.parts) = (200, [.init(resource: "search", keys: 200)])
            ($0.invalidations, $0.timeline) = ([purge], [loss])
            $0.setMinute("search", HitCounts(hits: 500, misses: 500))
        },
        Case("a drop of eleven minutes ago", .hitRateDropped, nil) {
            $0.invalidations = [drop(before: 0.9, lowest: 0.5, now: 0.6, at: -660)]
        },
        Case(
            "two drops of the same resource", .hitRateDropped, .warning, value: 0.5,
            threshold: 0.05, subject: "search"
        ) {
            $0.invalidations = [
                drop(before: 1, lowest: 0.5, now: 0.5), drop(before: 0.75, lowest: 0.5, now: 0.5),
            ]
            $0.setMinute("search", HitCounts(hits: 500, misses: 500))
        },
    ]

    private static func restart(from: Int, to: Int) -> TimelineEntry {
        var entry = MadeSnapshot.happening(.restart)
        (entry.from, entry.to) = ("\(from)", "\(to)")
        return entry
    }

    private static func unread(_ seconds: Double, of what: String = "events") -> Unavailable {
        Unavailable(what: what, why: "It is away.", state: .asOf, asOf: moment(seconds))
    }

    private static func drop(
        before: Double, lowest: Double, now: Double, at seconds: Double = -1
    ) -> InvalidationRecord {
        var record = InvalidationRecord(
            at: moment(seconds), scope: "search", by: nil, via: .redis, outcome: .done, message: "",
            resources: ["search"])
        record.aftermath = Aftermath(
            hitRateBefore: before, hitRateLowest: lowest, hitRateNow: now)
        return record
    }

    @Test(arguments: cases)
    func atItsLimit(_ test: Case) throws {
        var snapshot = History.standard.snapshot()
        test.change(&snapshot)
        snapshot.addMissingAlerts()
        var alert = snapshot.alert(test.rule)
        let message = alert?.message ?? "."
        // Sentences are for the eye.
        alert?.message = ""
        alert?.cause = nil
        alert?.since = nil
        #expect(alert == test.alert)
        #expect(message.hasSuffix("."))
    }

    @Test func namesTellTheRulesApart() {
        #expect(Set(AlertRule.all.map(\.name)).count == AlertRule.all.count)
    }

    /// Each rule that this table can reach is in it.
    @Test func everyRuleOverASnapshotIsTested() {
        let others: Set = [
            AlertRule.searchEngine.name, AlertRule.policyMatchesNothing.name,
            AlertRule.eventsNotUnderstood.name, AlertRule.eventsAheadOfClock.name,
            AlertRule.listenerSilent.name,
            // Their own tests: RateRuleTests, ServerRuleTests.
            AlertRule.eventsSilent.name, AlertRule.serverBusy.name, AlertRule.replicaLags.name,
            AlertRule.hitRateLow.name, AlertRule.hitRateUnusual.name, AlertRule.onAlertFails.name,
            AlertRule.redisUnavailable.name,
        ]
        let tested = Set(Self.cases.filter { $0.alert != nil }.map(\.rule.name))
        #expect(Set(AlertRule.all.map(\.name)).subtracting(others) == tested)
    }

    /// What an older cachetop wrote gets the alerts of the rules that it did not have, and keeps its own.
    @Test func anOldFileGetsWhatItLacks() {
        var snapshot = History.standard.snapshot()
        snapshot.memory.maxBytes = 0
        snapshot.events.gaps = 1
        let own = Alert(rule: "eventsLost", severity: .critical, message: "its own")
        snapshot.alerts = [own]
        snapshot.addMissingAlerts()
        #expect(snapshot.alerts.map(\.rule) == ["eventsLost", "memoryUnlimited"])
        #expect(snapshot.alerts.first == own)
    }

    @Test(arguments: [(2.5, nil), (2.6, Alert.Severity.warning)])
    func figuresAreLateBeyondIntervalAndSlack(_ age: Double, _ severity: Alert.Severity?) {
        let alert = FiguresLate(ageSeconds: age, intervalSeconds: 1).alert
        #expect(alert?.severity == severity)
    }

    /// In a running history the beginning of an alert is remembered.
    @Test func itIsDatedFromTheLookThatSawItFirst() {
        var history = History.standard
        for second in 1...3 {
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info("maxmemory:0\r\n")))
            let snapshot = history.snapshot(Double(second))
            history.note(snapshot.alerts, at: snapshot.takenAt)
        }
        #expect(history.snapshot(4).alert(.memoryUnlimited)?.since == moment(1))
    }
}

extension Snapshot {
    fileprivate mutating func setTTL(
        _ name: String, _ change: (inout ResourceReport.TTL) -> Void
    ) {
        guard let index = resources.firstIndex(where: { $0.name == name }) else { return }
        var ttl = ResourceReport.TTL(TTLHistogram(ttlSeconds: 60))
        change(&ttl)
        resources[index].ttl = ttl
    }

    fileprivate mutating func setMinute(_ name: String, _ counts: HitCounts) {
        guard let index = resources.firstIndex(where: { $0.name == name }) else { return }
        resources[index].windows = [Window(seconds: 60, coveredSeconds: 60, counts: counts)]
    }

    fileprivate mutating func setDead(_ name: String, keys: UInt64, goneInSeconds: Double?) {
        guard let index = resources.firstIndex(where: { $0.name == name }) else { return }
        resources[index].deadGenerations = .init(
            keys: keys, bytes: nil, goneInSeconds: goneInSeconds)
    }
}
