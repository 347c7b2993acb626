import Testing

@testable import Metrics

/// Each rule at its limit and just short of it: what it finds in a made snapshot, and when it finds nothing.
struct FindingRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var rule: FindingRule
        /// nil: nothing is found.
        var severity: Alert.Severity?
        var about: String?
        /// Parts of the sentence and the advice.
        var words: [String]
        var change: @Sendable (inout Snapshot) -> Void

        init(
            _ name: String, _ rule: FindingRule, _ severity: Alert.Severity?,
            about: String? = nil, _ words: [String] = [],
            _ change: @escaping @Sendable (inout Snapshot) -> Void
        ) {
            (self.name, self.rule, self.severity) = (name, rule, severity)
            (self.about, self.words, self.change) = (about, words, change)
        }

        var testDescription: String { name }
    }

    private typealias Made = MadeSnapshot

    static let lifetimes: [Case] = [
        Case(
            "a warm script writes 7,200 s", .keysOverPolicy, .warning, about: "trending",
            ["trending is written with 7,188 s or more", "policy says 900 s: 1 key", "warm script"]
        ) {
            $0.change("trending") { $0.keys = 1 }
            $0.setLife(
                "trending", sampled: 1, overPolicy: 1, example: ("trending:products", 7_188_000))
        },
        Case(
            "the API itself writes longer", .keysOverPolicy, .warning, about: "product",
            ["990 keys", "change the ttl in the policy"]
        ) {
            $0.setLife("product", overPolicy: 990)
        },
        Case("all keep to the policy", .keysOverPolicy, nil) { $0.setLife("product") },
        Case(
            "keys without expiry", .neverExpires, .warning, about: "product",
            ["product has 5 keys without expiry, such as product:90101", "SET without EX"]
        ) { $0.setLife("product", withoutExpiry: 5, example: ("product:90101", nil)) },
        Case("all expire", .neverExpires, nil) { $0.setLife("product") },
        Case(
            "a cliff", .expiryCliff, .info, about: "product",
            ["38.0% of the product keys expire within the same 2 s", "jitter"]
        ) { $0.expiryForecast = [Made.aligned(0.38, usual: 0.033)] },
        Case("a cliff of which there is an alert", .expiryCliff, .warning, about: "product") {
            $0.expiryForecast = [Made.aligned(0.5, usual: 0.033)]
            $0.alerts = [
                Alert(rule: "expiryCliff", severity: .warning, subject: "product", message: "")
            ]
        },
        Case("a lower cliff", .expiryCliff, nil) {
            $0.expiryForecast = [Made.aligned(0.19, usual: 0.033)]
        },
        Case("usual for so short a TTL", .expiryCliff, nil) {
            $0.expiryForecast = [Made.aligned(0.38, usual: 0.2)]
        },
        Case(
            "written unasked", .writtenUnread, .warning, about: "category",
            [
                "30.0% of category were written without being asked for", "50.0% were not read",
                "warm less",
            ]
        ) { $0.change("category") { $0.neverRead = unread(0.5, unasked: 0.3) } },
        Case("asked for once", .writtenUnread, nil) {
            $0.change("category") { $0.neverRead = unread(0.9, unasked: 0.1) }
        },
    ]

    static let counters: [Case] = [
        Case(
            "the API keeps its counter", .counterDrift, .critical, about: "version:search",
            ["no key of search", "Let the API read version:search"]
        ) {
            $0.drift = [drift(.currentNeverAppears), drift(.keysAboveCounter)]
        },
        Case(
            "a counter is missing", .counterDrift, .critical, about: "version:search",
            ["does not exist", "Set version:search to 8"]
        ) { $0.drift = [drift(.keysAboveCounter), drift(.counterMissing)] },
        Case(
            "keys above", .counterDrift, .warning, about: "version:search",
            ["above what version:search has reached"]
        ) {
            $0.drift = [drift(.keysAboveCounter)]
        },
        Case("no drift", .counterDrift, nil) { $0.drift = [] },
        Case(
            "dead keys without expiry", .deadGenerations, .warning, about: "version:search",
            ["3 keys below version:search's v8"]
        ) { $0.generations = [Made.dead(withoutExpiry: 3)] },
        Case("dead keys that go", .deadGenerations, nil) {
            $0.generations = [Made.dead(withoutExpiry: 0)]
        },
        Case(
            "a storm", .counterStorm, .info, about: "version:search",
            ["raised every 10s", "50.0% of its misses"]
        ) {
            $0.generations = [Made.storm(every: 10)]
            $0.setLookups(
                "search", hits: 500, misses: 500, Made.causes(expired: 250, invalidated: 250))
        },
        Case("a storm that costs nothing", .counterStorm, nil) {
            $0.generations = [Made.storm(every: 10)]
            $0.setLookups("search", hits: 500, misses: 500, Made.causes(expired: 500))
        },
        Case(
            "raised by no one", .counterRaised, .warning, about: "version:search",
            ["went from 7 to 8", "every copy of search was dead", "fell by 30.0 points"]
        ) { $0.timeline = [raise(before: 0.9, lowest: 0.6)] },
        Case("raised without a drop", .counterRaised, .info, about: "version:search") {
            $0.timeline = [raise(before: 0.9, lowest: 0.88)]
        },
        Case("raised by the listener", .counterRaised, nil) {
            $0.timeline = [raise(before: 0.9, lowest: 0.6, by: "listener")]
        },
    ]

    static let traffic: [Case] = [
        Case(
            "a hot key", .hotKey, .info, about: "product:1",
            ["carries 12.5% of the look-ups of product"]
        ) { $0.hotKeys = [Made.hotKey(0.125)] },
        Case("a warm key", .hotKey, nil) { $0.hotKeys = [Made.hotKey(0.099)] },
        Case("one of ten keys", .hotKey, nil) {
            $0.hotKeys = [Made.hotKey(0.2)]
            $0.change("product") { $0.keys = 10 }
        },
        Case("a hot key of few look-ups", .hotKey, nil) {
            $0.hotKeys = [Made.hotKey(0.5, lookups: 199)]
        },
        Case(
            "stampedes", .stampedes, .warning, about: "trending:products",
            ["Stampedes on trending: 5 times a minute", "12 in 200 ms", "single flight"]
        ) { $0.stampedes = [Made.stampedes(perMinute: 5)] },
        Case("now and then", .stampedes, nil) { $0.stampedes = [Made.stampedes(perMinute: 4)] },
        Case(
            "copies vanish", .earlyLosses, .warning, about: "trending",
            ["80.0% of the misses of trending", "before their 15m", "DEL, UNLINK"]
        ) {
            $0.setLookups(
                "trending", hits: 900, misses: 100, Made.causes(expired: 20, early: 80))
        },
        Case("copies are evicted", .earlyLosses, nil) {
            $0.server.evictedPerSecond = 3
            $0.setLookups("trending", hits: 900, misses: 100, Made.causes(early: 100))
        },
        Case("nine per cent", .earlyLosses, nil) {
            $0.setLookups(
                "trending", hits: 1000, misses: 1000, Made.causes(expired: 910, early: 90))
        },
        Case(
            "who misses most", .missesMost, .info, about: "inventory",
            ["inventory misses most: 60.0% of all misses", "90.0% of them because the copy's 10s"]
        ) {
            $0.setLookups(
                "inventory", hits: 400, misses: 600, Made.causes(cold: 60, expired: 540))
        },
        Case("who misses most, unknown why", .missesMost, .info, about: "inventory") {
            $0.setLookups("inventory", hits: 400, misses: 600, nil)
        },
        Case(
            "who misses most, after a flush", .missesMost, .info, about: "inventory",
            ["No event says which copies the FLUSHDB of", "as the copies are filled again"]
        ) {
            $0.setLookups("inventory", hits: 400, misses: 600, nil)
            $0.events.countedFrom = moment(-100)
            $0.timeline = [Made.happening(.flush, subject: "FLUSHDB")]
        },
        Case("no one misses much", .missesMost, nil) {
            $0.setLookups("inventory", hits: 400, misses: 49, nil)
        },
        Case(
            "a longer TTL", .longerTTL, .info, about: "product",
            [
                "product with 2m instead of 1m would be hit 84.0%", "instead of 80.0%",
                "± 0.1 points",
            ]
        ) {
            $0.setLookups("product", hits: 800, misses: 200, nil)
            $0.setCurve("product", [0.80, 0.84, 0.85])
        },
        Case(
            "twice the memory", .moreMemory, .info, about: "search",
            [
                "256 MiB instead of 128 MiB 88.0% of", "instead of 80.0%",
                "keep search for a shorter",
            ]
        ) { $0.memoryCurve = Made.memoryCurve(rates: [0.4, 0.6, 0.8, 0.88, 0.9]) },
        Case("more memory brings two points", .moreMemory, nil) {
            $0.memoryCurve = Made.memoryCurve(rates: [0.4, 0.6, 0.8, 0.82, 0.82])
        },
        Case("a gain within its error", .moreMemory, nil) {
            $0.memoryCurve = Made.memoryCurve(rates: [0.4, 0.6, 0.8, 0.88, 0.9], error: 0.05)
        },
        Case("two points", .longerTTL, nil) {
            $0.setLookups("product", hits: 800, misses: 200, nil)
            $0.setCurve("product", [0.80, 0.82, 0.82])
        },
        Case("within the error", .longerTTL, nil) {
            $0.setLookups("product", hits: 800, misses: 200, nil)
            $0.setCurve("product", [0.80, 0.84, 0.84], error: 0.02)
        },
        Case(
            "look-ups that are not published", .unexplainedLookups, .info,
            ["Sums differ.", "every instance publishes"]
        ) { $0.reconciliation = Made.sums(.unpublishedLookups, difference: 500, share: 0.5) },
        Case("the API reads its counters", .unexplainedLookups, nil) {
            $0.reconciliation = Made.sums(.counterReads, difference: 500, share: 0.5)
        },
        Case("a small difference", .unexplainedLookups, nil) {
            $0.reconciliation = Made.sums(.unpublishedLookups, difference: 30, share: 0.04)
        },
    ]

    static let happenings: [Case] = [
        Case("a flush", .flushed, .critical, about: "FLUSHDB", ["emptied by FLUSHDB", "Warm"]) {
            $0.timeline = [Made.happening(.flush, subject: "FLUSHDB")]
        },
        Case("a flush of eleven minutes ago", .flushed, nil) {
            $0.timeline = [Made.happening(.flush, at: -661, subject: "FLUSHDB")]
        },
        Case(
            "a silent removal", .removedUnannounced, .warning, about: "product",
            ["At least 400 keys (product 398, inventory 2) went", "'cachetop purge'"]
        ) {
            var entry = Made.happening(.unannounced)
            entry.keys = 400
            entry.parts = [
                .init(resource: "inventory", keys: 2), .init(resource: "product", keys: 398),
            ]
            $0.timeline = [entry]
        },
        Case("an announced one", .removedUnannounced, nil) {
            $0.timeline = [Made.happening(.invalidation)]
        },
        Case(
            "memory grows", .memoryFills, .warning, about: "category",
            ["is full in about 20m", "most is category (90 B)"]
        ) {
            $0.secondsUntilFull = 1200
            ($0.memory.usedBytes, $0.memory.maxBytes) = (500, 1000)
            $0.memoryBy = [
                .init(of: "category", bytes: 90), .init(of: "search", bytes: 10),
                .init(of: "overhead", bytes: 400),
            ]
        },
        Case("memory stays", .memoryFills, nil) { $0.memory.maxBytes = 1000 },
        Case(
            "evictions", .evicted, .warning, about: "category",
            ["evicts 3.0 keys a second", "40 look-ups of category missed"]
        ) {
            $0.server.evictedPerSecond = 3
            $0.setLookups("category", hits: 900, misses: 100, Made.causes(cold: 60, early: 40))
        },
        Case("no evictions", .evicted, nil) { $0.server.evictedPerSecond = 0 },
        Case("entries were lost", .eventsBlind, .critical, ["larger MAXLEN"]) {
            $0.events.gaps = 1
        },
        Case("all was read", .eventsBlind, nil) { $0.events.gaps = 0 },
        Case("a listener is silent", .listenerGone, .critical, about: "shop-1") {
            $0.alerts = [
                Alert(
                    rule: AlertRule.listenerSilent.name, severity: .warning, subject: "shop-1",
                    value: 20,
                    message: "")
            ]
        },
        Case("no listener", .listenerGone, nil) { $0.alerts = [] },
    ]

    static let cases = lifetimes + counters + traffic + happenings

    private static func unread(_ share: Double, unasked: Double) -> NeverRead? {
        var unread = NeverRead.made
        unread?.share = share
        unread?.unaskedShare = unasked
        return unread
    }

    private static func drift(_ kind: Drift.Kind) -> Drift {
        var drift = Drift(kind, counter: "version:search", value: 8)
        if kind == .counterMissing { drift.value = nil }
        drift.resource = kind == .counterMissing ? nil : "search"
        (drift.lookups, drift.generation, drift.formerValue) = (100, 7, 7)
        return drift.saying()
    }

    private static func raise(
        before: Double, lowest: Double, by author: String? = nil
    ) -> TimelineEntry {
        var entry = MadeSnapshot.happening(.invalidation, before: before, lowest: lowest)
        (entry.counter, entry.from, entry.to) = ("version:search", "7", "8")
        (entry.by, entry.via) = (author, .observed)
        return entry
    }

    @Test(arguments: cases)
    func atItsLimit(_ test: Case) throws {
        var snapshot = MadeSnapshot.quiet
        test.change(&snapshot)
        snapshot.addMissingAlerts()
        let found = test.rule.findings(in: snapshot)
        guard let severity = test.severity else {
            #expect(found == [])
            return
        }
        let finding = try #require(found.first)
        #expect(found.count == 1 && finding.severity == severity)
        #expect(finding.rule == test.rule.name)
        if let about = test.about { #expect([finding.resource, finding.subject].contains(about)) }
        let text = finding.message + " " + finding.advice
        for words in test.words { #expect(text.contains(words), "\(text)") }
        #expect(finding.message.hasSuffix(".") && finding.advice.hasSuffix("."))
        #expect(!finding.evidence.isEmpty)
    }

    @Test func everyRuleIsTestedBothWays() {
        let all = Set(FindingRule.all.map(\.name))
        #expect(all.count == FindingRule.all.count)
        #expect(Set(Self.cases.filter { $0.severity != nil }.map(\.rule.name)) == all)
        #expect(Set(Self.cases.filter { $0.severity == nil }.map(\.rule.name)) == all)
    }

    @Test func inAQuietShopNothingStandsOut() {
        #expect(Diagnosis.findings(of: MadeSnapshot.quiet) == [])
    }

    @Test func graveThingsComeFirstAndTenAtMost() {
        var snapshot = MadeSnapshot.quiet
        for test in Self.cases where test.severity != nil {
            let timeline = snapshot.timeline
            test.change(&snapshot)
            snapshot.timeline += timeline
        }
        snapshot.addMissingAlerts()
        let found = Diagnosis.findings(of: snapshot)
        #expect(found.count == Diagnosis.most)
        let order: [Alert.Severity] = [.critical, .warning, .info]
        let ranks = found.compactMap { order.firstIndex(of: $0.severity) }
        #expect(ranks == ranks.sorted() && ranks.first == 0)
    }

    /// One fault of all resources leaves room for others.
    @Test func ofOneRuleThreeAreTold() {
        var snapshot = MadeSnapshot.quiet
        for resource in snapshot.resources { snapshot.setLife(resource.name, withoutExpiry: 1) }
        #expect(Diagnosis.findings(of: snapshot).count == 3)
    }

    @Test func evidenceComesBackFromAFile() throws {
        var snapshot = MadeSnapshot.quiet
        snapshot.setLife("product", withoutExpiry: 5, example: ("product:1", nil))
        snapshot.findings = Diagnosis.findings(of: snapshot)
        #expect(try Snapshot(json: snapshot.json()).findings == snapshot.findings)
        #expect(snapshot.findings.first?.evidence["keys"] == .number(5))
    }
}
