import Metrics
import Testing

/// What the dialog and the command line say of a plan: one list of facts.
struct PlanFactsTests {
    private func facts(
        _ scope: InvalidationScope, _ fill: (inout BlastRadius) -> Void = { _ in },
        keys: [String] = [], brief: Bool = false, ellipsis: String = "…"
    ) throws -> [PlanFact] {
        var radius = BlastRadius()
        fill(&radius)
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a")
        return PlanFacts(
            PlannedInvalidation(
                plan: plan, radius: radius, keys: KeyList(keys.map { bytes($0) }), at: start),
            now: start, isBrief: brief, ellipsis: ellipsis
        ).groups.flatMap(\.self)
    }

    private func text(_ label: String, in facts: [PlanFact]) -> String? {
        facts.first { $0.label == label }.map {
            $0.texts.map { $0.joined(separator: " ") }.joined(separator: "\n")
        }
    }

    @Test func aLongListIsGivenByItsLengthAndFirstKeys() throws {
        let keys = (0..<1200).map { "facets:\($0)" }
        let whole = try facts(.facets(nil), keys: keys)
        #expect(
            text("sends", in: whole)
                == "UNLINK 1,200 keys in batches of 500: facets:0, facets:1, facets:2 and 1,197 more"
        )
        let brief = try facts(.facets(nil), keys: keys, brief: true)
        #expect(
            text("sends", in: brief)
                == "UNLINK 1,200 keys in batches of 500: facets:0 and 1,199 more")
    }

    @Test func whatIsNotKnownIsNotZero() throws {
        let facts = try facts(.facets(nil), keys: ["facets"])
        #expect(text("removes", in: facts)?.hasPrefix("not known") == true)
        #expect(text("misses", in: facts)?.hasPrefix("not known") == true)
        #expect(text("TTL left", in: facts) == "not known")
        #expect(text("recent", in: facts)?.hasPrefix("not known") == true)
    }

    @Test(arguments: ["…", "..."])
    func whatIsLeftOutIsMarkedAsTheTerminalCan(_ ellipsis: String) throws {
        let long = String(repeating: "k", count: 90)
        let keys = (0..<9).map { "facets:\($0)\(long)" }
        let facts = try facts(.facets(nil), keys: keys, ellipsis: ellipsis)
        let sends = try #require(text("sends", in: facts))
        #expect(sends.contains("k\(ellipsis)k") && !sends.contains(long))
        #expect(sends.allSatisfy(\.isASCII) == (ellipsis == "..."))
    }

    @Test func whatCountsIsAWarning() throws {
        let facts = try facts(.facets(nil)) {
            ($0.keys, $0.bytes, $0.oneNodeOnly) = (0, 0, true)
            $0.suggestions = ["shoes", "shirts"]
        }
        let warnings = facts.filter { $0.emphasis == .warning }.map(\.label)
        #expect(warnings == ["nothing", "cluster", "misses"])
        #expect(text("nothing", in: facts)?.contains("did you mean shoes, shirts?") == true)
    }

    /// Whatever is purged, and also where nothing is cached: when it is new everywhere comes before what
    /// goes.
    @Test(arguments: InvalidationScope.Kind.allCases, [0, 3])
    func whenItIsNewEverywhereStandsFirst(kind: InvalidationScope.Kind, keys: UInt64) throws {
        let argument = kind == .key ? "product:42" : kind == .pattern ? "*" : "42"
        let scope = try InvalidationScope(
            kind, arguments: kind.argumentName == nil ? [] : [bytes(argument)])
        let facts = try facts(scope) {
            $0 = BlastRadius(of: scope, by: .standard)
            $0.keys = keys
        }
        let expected = CachePolicy.standard.newAgain(after: scope, at: start).everywhereAt
        let time = try #require(expected).timeOfDay(offsetSeconds: 0)
        let labels = facts.map(\.label)
        #expect(labels.dropFirst(2).first == "new", "\(labels)")
        #expect(text("new", in: facts) == "everywhere by \(time), from Redis at once")
        #expect(facts.first { $0.label == "new" }?.emphasis == .important)
    }

    @Test func whatIsSparedIsNotNew() throws {
        let facts = try facts(.search) {
            $0 = BlastRadius(of: .search, by: .standard)
            var generation = BlastRadius.Generation(
                resource: "search", counter: "version:search", value: 1)
            generation.notAffected = 5
            $0.generations = [generation]
        }
        #expect(text("new", in: facts)?.hasSuffix(", except what is spared") == true)
    }

    @Test func whatNoEdgeHoldsIsNewAtOnce() throws {
        let facts = try facts(.key(bytes("odd"))) { $0 = BlastRadius(of: .search, by: .standard) }
        #expect(text("new", in: facts) != nil)
        let odd = try self.facts(.key(bytes("odd"))) {
            $0 = BlastRadius(of: .key(bytes("odd")), by: .standard)
        }
        #expect(text("new", in: odd) == nil)
        #expect(text("edge", in: odd)?.contains("no CDN and no page") == true)
    }
}
