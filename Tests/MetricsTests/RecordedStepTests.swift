import FoundationEssentials
import Metrics
import Testing

/// What a record did is decided by its steps; the text of its scope is for the eye.
struct RecordedStepTests {
    private let grammar = KeyGrammar(policy: .standard)

    private func record(_ steps: [RecordedStep]?, _ scope: String) -> InvalidationRecord {
        InvalidationRecord(
            at: start, scope: scope, by: "bob@b", via: .redis, outcome: .done, message: "",
            steps: steps)
    }

    @Test(
        "By the steps, whatever the scope's text says",
        arguments: [
            ([.unlink([bytes("product:1")])], .products([bytes("1")]), true),
            ([.unlink([bytes("product:1")])], .products([bytes("2")]), false),
            ([.increment("version:search")], .search, true),
            ([.increment("version:global")], .search, false),
            ([.unlinkMatching(bytes("category:sh*"))], .category(bytes("shoes")), true),
            ([.unlinkMatching(bytes("category:h*"))], .category(bytes("shoes")), false),
            ([.unlinkMatching(bytes("*:shoes"))], .category(bytes("shoes")), true),
            ([.unlinkMatching(nil)], .trending, true), ([.unlinkMatching(nil)], .search, false),
        ] as [([RecordedStep], InvalidationScope, Bool)])
    func stepsDecide(_ steps: [RecordedStep], _ mine: InvalidationScope, _ touches: Bool) {
        for text in ["search", "product 1", "global", "category shoes", "", "purge product:1"] {
            #expect(record(steps, text).touches(mine, by: grammar) == touches, "\(text)")
        }
    }

    /// Five or more purges at once: all are compared, not the three that are shown.
    @Test func anObservedEntryKeepsItsKeys() throws {
        var history = History.standard
        history.observe(-10, (1...9).map { ("purge", "product:\($0)") })
        let shown = try #require(history.snapshot(0).invalidations.first)
        #expect(shown.scope == "purge product:1, purge product:2, purge product:3, and 6 more")
        #expect(shown.steps?.first?.keys.count == 9 && shown.steps?.first?.count == 9)
        for id in ["1", "9"] {
            let context = history.planContext(for: .products([bytes(id)]), at: start)
            #expect(context.recent.count == 1, "\(id)")
        }
        #expect(history.planContext(for: .products([bytes("10")]), at: start).recent == [])
    }

    /// A plan shows first why an entry of the stream concerns it.
    @Test func recentSaysWhatIsTheSame() {
        var history = History.standard
        history.observe(
            -10, (1...9).map { ("purge", "product:\($0)") } + [("bump", "version:search")])
        func recent(_ scope: InvalidationScope) -> [String] {
            history.planContext(for: scope, at: start).recent.map(\.scope)
        }
        #expect(recent(.search) == ["bump version:search, and 9 more"])
        #expect(recent(.products([bytes("7")])) == ["purge product:7, and 9 more"])
        #expect(recent(.trending) == [])
    }

    /// What a record can't name may be any key of its resources, and no other.
    @Test func aCutListMayBeAnyKeyOfItsResources() {
        var cut = record([.unlink((1...2000).map { bytes("product:\($0)") })], "product …")
        #expect(cut.steps?.first?.count == 2000 && (cut.steps?.first?.keys.count ?? 0) < 2000)
        cut.resources = ["product"]
        #expect(cut.touches(.products([bytes("1999")]), by: grammar))
        #expect(!cut.touches(.facets(bytes("shoes")), by: grammar))
        #expect(!cut.touches(.search, by: grammar))
        cut.resources = nil
        #expect(cut.touches(.facets(bytes("shoes")), by: grammar))
    }

    /// More patterns than a record has room for: one stands for all of them.
    @Test func manyPatternsAreNotCut() {
        let resource = Resource(
            name: "product", pattern: "shop:{tenant}:product:{id}", ttlSeconds: 60)
        let grammar = KeyGrammar(policy: CachePolicy(resources: [resource]))
        let scope = InvalidationScope.products((1...200).map { bytes("\($0)") })
        let plan = try? InvalidationPlan.redis(scope, grammar: grammar, endpoint: "")
        guard case .redis(let steps) = plan?.work else { return #expect(Bool(false)) }
        let many = record(RecordedStep.steps(of: steps, grammar), scope.text)
        #expect((many.steps?.count ?? 0) <= 128)
        for id in ["1", "128", "129", "200"] {
            #expect(many.touches(.products([bytes(id)]), by: grammar), "\(id)")
        }
        #expect(!many.touches(.key(bytes("cart:1")), by: grammar))
    }

    @Test func stepsSurviveTheFile() throws {
        let steps: [RecordedStep] = [
            .unlink([bytes("product:1"), [0xFF]]), .unlinkMatching(bytes("a*")),
            .unlinkMatching(nil), .increment("version:search", from: 1, to: 2),
        ]
        let json = try JSONEncoder().encode(record(steps, "x"))
        let read = try JSONDecoder().decode(InvalidationRecord.self, from: json)
        #expect(read.steps == steps)
        #expect(String(decoding: json, as: UTF8.self).contains(#""pattern":null"#))
    }

    @Test(
        "A record of an older cachetop, and one of a newer",
        arguments: [
            (#""#, true), (#""steps":null,"#, true),
            (#""steps":[{"kind":"fromTheFuture","keys":[]}],"#, true),
            (#""steps":[{"kind":"increment","keys":[],"counter":"version:global"}],"#, false),
        ])
    func otherVersionsAreRead(_ steps: String, _ touches: Bool) throws {
        let json =
            #"{"at":"2026-01-01T00:00:00.000Z","scope":"search","by":"a@b","via":"redis",\#(steps)"#
            + #""outcome":"done","message":""}"#
        let read = try JSONDecoder().decode(InvalidationRecord.self, from: Data(json.utf8))
        #expect(read.touches(.search, by: grammar) == touches)
    }

    @Test(
        arguments: [
            ("a*", "*b", true), ("a*", "b*", false), ("abc", "abc", true), ("abc", "abd", false),
            ("a?c", "ab*", true), ("a?", "a", false), ("[ab]x", "[bc]x", true),
            ("[ab]x", "[cd]x", false), ("*", "", true), ("", "", true), ("", "a", false),
            (#"a\*"#, "ab", false), (#"a\*"#, "a*", true), ("[^a]", "a", false), ("**", "?", true),
            ("category:shoes:*", "category:hats:*", false), ("*:v1", "search:*", true),
        ])
    func patternsOverlapWhereATextMatchesBoth(_ a: String, _ b: String, _ overlap: Bool) {
        #expect(Glob.overlap(bytes(a), bytes(b)) == overlap)
        #expect(Glob.overlap(bytes(b), bytes(a)) == overlap)
    }

    /// Against all texts of up to four letters.
    @Test func overlapAgreesWithAllShortTexts() {
        var random = SplitMix64(seed: 10)
        let texts = (0...4).flatMap { length in
            (0..<(1 << length)).map { bits in
                (0..<length).map { UInt8(ascii: bits >> $0 & 1 == 0 ? "a" : "b") }
            }
        }
        let parts = ["a", "b", "?", "*", "[ab]", "[^a]"]
        for _ in 0..<400 {
            // Without a star beyond four letters nothing could be checked.
            let pair = (0..<2).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    parts.randomElement(using: &random) ?? "a"
                }.joined()
            }
            let (a, b) = (bytes(pair[0]), bytes(pair[1]))
            let both = texts.contains { Glob.matches(a, $0) && Glob.matches(b, $0) }
            #expect(both == false || Glob.overlap(a, b), "\(pair)")
            if !pair.joined().contains("*"), !pair.joined().contains("^") {
                #expect(both == Glob.overlap(a, b), "\(pair)")
            }
        }
    }
}
