import Metrics
import Testing

/// Which identifiers are known, by keys, look-ups and invalidations.
struct KnownNamesTests {
    static let grammar = KeyGrammar(policy: .standard)

    private static func survey(_ keys: [[UInt8]], isComplete: Bool = true) -> KeyspaceSurvey {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for key in keys { survey.add(key, pttl: 1000, bytes: 1, grammar: grammar, at: start) }
        survey.isComplete = isComplete
        return survey
    }

    private static func events(_ keys: [(String, Int)]) -> EventReport {
        var tally = EventTally(slots: grammar.slots)
        var top = TopKeys()
        tally.beginEntry(at: start)
        for (key, count) in keys {
            for _ in 0..<count {
                Array("miss".utf8).withUnsafeBufferPointer { field in
                    Array(key.utf8).withUnsafeBufferPointer { value in
                        _ = tally.add(field: field, value: value, grammar: grammar, keys: &top)
                    }
                }
            }
        }
        return EventReport(
            tally: tally, status: EventStatus(source: "s"), topKeys: top.top(50),
            keySlices: top.slices, at: start)
    }

    private static func history(
        keys: [String] = [], events: [(String, Int)] = []
    ) -> History {
        var history = History(grammar: grammar, source: "s")
        if !events.isEmpty { history.observe(Self.events(events)) }
        if !keys.isEmpty { history.observe(survey(keys.map { Array($0.utf8) })) }
        return history
    }

    private func texts(_ history: History, _ kind: InvalidationScope.Kind) -> [String]? {
        history.knownNames(for: kind)?.names.map(\.text)
    }

    @Test func theMostUsedComeFirstThenThoseWithTheMostKeys() {
        let history = Self.history(
            keys: [
                "category:shoes:a:v1", "category:shoes:b:v1", "category:hats:a:v1", "category:bags",
                "product:7", "facets:shoes", "version:global",
            ], events: [("category:bags:x:v1", 3), ("category:coats:y:v1", 9), ("product:8", 1)])
        #expect(texts(history, .category) == ["coats", "bags", "shoes", "hats"])
        let known = history.knownNames(for: .category)
        #expect(known?[Array("shoes".utf8)]?.keys == 2)
        #expect(known?[Array("bags".utf8)]?.lookups == 3)
        #expect(known?[Array("coats".utf8)]?.keys == nil)
        #expect(known?.count == 3 && known?.isWhole == true)
        #expect(texts(history, .facets) == ["shoes"])
        #expect(texts(history, .inventory) == ["8", "7"])
        #expect(texts(history, .product) == texts(history, .inventory))
        // Its stock has no key that would be taken.
        let seven = Array("7".utf8)
        #expect(history.knownNames(for: .product)?[seven]?.keys == 1)
        #expect(history.knownNames(for: .inventory)?[seven]?.keys == nil)
        #expect(texts(history, .key)?.contains("product:7") == true)
        #expect(texts(history, .key)?.contains("version:global") == false)
    }

    @Test(arguments: [.search, .global, .trending, .pattern] as [InvalidationScope.Kind])
    func aScopeWithoutANameHasNone(kind: InvalidationScope.Kind) {
        #expect(Self.history(keys: ["product:7"]).knownNames(for: kind) == nil)
    }

    /// Not seen is said only when all keys were looked at.
    @Test(
        arguments: [
            ("shoes", .seen), ("bags", .seen), ("shoos", .unseen), ("", .unseen),
        ] as [(String, KnownNames.Verdict)])
    func aWholeSweepDecides(name: String, verdict: KnownNames.Verdict) {
        let history = Self.history(
            keys: ["category:shoes:a:v1"], events: [("category:bags:x:v1", 1)])
        #expect(history.knownNames(for: .category)?.verdict(on: Array(name.utf8)) == verdict)
    }

    @Test func withoutAWholeSweepNothingIsUnseen() {
        var history = Self.history(events: [("category:bags:x:v1", 1)])
        let name = Array("shoos".utf8)
        #expect(history.knownNames(for: .category)?.verdict(on: name) == .unknown)
        history.observe(Self.survey([Array("category:hats:a:v1".utf8)], isComplete: false))
        #expect(history.knownNames(for: .category)?.verdict(on: name) == .unknown)
        #expect(history.knownNames(for: .category)?.verdict(on: Array("hats".utf8)) == .seen)
        #expect(history.knownNames(for: .category)?.count == nil)
        history.observe(Self.survey([Array("category:shoes:a:v1".utf8)]))
        #expect(history.knownNames(for: .category)?.verdict(on: name) == .unseen)
        // What the sweep has only begun to find does not hide what the last one found.
        history.observe(Self.survey([], isComplete: false))
        #expect(texts(history, .category) == ["bags", "shoes"])
    }

    /// A key is bytes: names with control characters and such as are no UTF-8 are kept apart.
    @Test func namesAreBytes() {
        let slugs: [[UInt8]] = [
            [0xFF], [0xFE], [0x1B, 0x5B, 0x32, 0x4A], Array("e\u{301}".utf8), Array("é".utf8),
        ]
        var history = History(grammar: Self.grammar, source: "s")
        history.observe(
            Self.survey(slugs.map { Array("category:".utf8) + $0 + Array(":h:v1".utf8) }))
        let known = history.knownNames(for: .category)
        #expect(Set(known?.names.map(\.bytes) ?? []) == Set(slugs))
        for slug in slugs { #expect(known?.verdict(on: slug) == .seen) }
        #expect(known?.verdict(on: [0xFD]) == .unseen)
        #expect(known?.names.contains { $0.text == "\\xFF" } == true)
    }

    /// A purge that found something names what there was; one that found nothing is no proof.
    @Test(
        arguments: [(2, KnownNames.Verdict.seen), (0, .unseen)] as [(UInt64, KnownNames.Verdict)])
    func whatWasPurgedIsKnown(removed: UInt64, verdict: KnownNames.Verdict) {
        var history = Self.history(keys: ["product:1"])
        let name = Array("42".utf8)
        var record = InvalidationRecord(
            at: start, scope: "product 42", by: "ann", via: .redis, outcome: .done, message: "",
            steps: [.unlink([Array("product:42".utf8)])], keysRemoved: removed)
        record.id = "a"
        history.observe(record)
        #expect(history.knownNames(for: .product)?.verdict(on: name) == verdict)
        #expect(
            history.knownNames(for: .product)?[name]?.invalidatedAt == (removed > 0 ? start : nil))
    }

    /// The index is of what is held anyway: as many names as a question can use.
    @Test func theNamesAreBounded() {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for index in 0..<30_000 {
            let key = Array("product:\(index)".utf8)
            survey.add(key, pttl: 1000, bytes: 1, grammar: Self.grammar, at: start)
        }
        survey.isComplete = true
        var history = History(grammar: Self.grammar, source: "s")
        history.observe(survey)
        let known = history.knownNames(for: .product)
        #expect(known?.names.count == SweptNames.limit && known?.isWhole == false)
        #expect((known?.count ?? 0) > 25_000 && (known?.count ?? 0) < 35_000)
        // Each key is known, in the sample or not.
        #expect((0..<30_000).allSatisfy { known?.verdict(on: Array("\($0)".utf8)) == .seen })
        #expect(survey.names.byteCount <= 5 * 256 * 1024)
    }

    @Test func aPolicyOfItsOwnHasItsOwnNames() {
        let policy = CachePolicy(
            resources: [
                Resource(name: "product", pattern: "shop:{tenant}:p-{id}-x:{lang}", ttlSeconds: 60)
            ], keyPrefix: "v2:")
        var history = History(grammar: KeyGrammar(policy: policy), source: "s")
        var survey = KeyspaceSurvey(policy: policy, startedAt: start)
        for key in ["v2:shop:fr:p-42-x:de", "v2:shop:fr:p-7-x:de", "shop:fr:p-1-x:de"] {
            survey.add(
                Array(key.utf8), pttl: 1, bytes: 1, grammar: history.grammar, at: start)
        }
        survey.isComplete = true
        history.observe(survey)
        #expect(Set(texts(history, .product) ?? []).isSubset(of: ["42", "7"]))
        #expect(history.knownNames(for: .category) == nil)
    }
}
