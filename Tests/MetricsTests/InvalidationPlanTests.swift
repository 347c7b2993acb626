import Metrics
import Testing

struct InvalidationPlanTests {
    private func steps(
        _ scope: InvalidationScope, _ policy: CachePolicy = .standard
    ) throws -> [InvalidationPlan.Step] {
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: policy), endpoint: "redis://a")
        #expect(plan.target == "redis://a" && plan.way == .redis && plan.scope == scope)
        guard case .redis(let steps) = plan.work else { return [] }
        return sieves(steps)
    }

    private func unlink(_ keys: String...) -> InvalidationPlan.Step { .unlink(keys.map(bytes)) }

    /// Compares what SCAN would be asked for; which keys are selected has tests of its own.
    private func matching(_ glob: String) -> InvalidationPlan.Step {
        .unlinkMatching(.glob(bytes(glob)))
    }

    private func sieves(_ steps: [InvalidationPlan.Step]) -> [InvalidationPlan.Step] {
        steps.map { step in
            guard case .unlinkMatching(let selector) = step, let sieve = selector.sieve else {
                return step
            }
            return .unlinkMatching(.glob(sieve))
        }
    }

    private func increment(_ key: String) -> InvalidationPlan.Step { .increment(bytes(key)) }

    /// docs/contracts.md, 3, row by row, with and without a common prefix.
    @Test(arguments: ["", "v2:"])
    func everyScopeHasItsSteps(_ p: String) throws {
        let policy = CachePolicy(resources: CachePolicy.standard.resources, keyPrefix: p)
        #expect(
            try steps(.products([bytes("1"), bytes("2")]), policy)
                == [
                    unlink(
                        "\(p)product:1", "\(p)inventory:1", "\(p)product:2", "\(p)inventory:2")
                ])
        #expect(
            try steps(.category(bytes("shoes")), policy)
                == [unlink("\(p)category:shoes"), matching("\(p)category:shoes:*")])
        #expect(try steps(.search, policy) == [increment("\(p)version:search")])
        #expect(
            try steps(.global, policy)
                == [
                    increment("\(p)version:global"), increment("\(p)version:search"),
                    .unlinkMatching(.uncovered),
                ])
        #expect(try steps(.facets(bytes("shoes")), policy) == [unlink("\(p)facets:shoes")])
        #expect(
            try steps(.facets(nil), policy) == [unlink("\(p)facets"), matching("\(p)facets:*")])
        #expect(try steps(.trending, policy) == [unlink("\(p)trending:products")])
        #expect(try steps(.inventory(bytes("1")), policy) == [unlink("\(p)inventory:1")])
        // typed whole, so without the prefix
        #expect(try steps(.key(bytes("a b")), policy) == [unlink("a b")])
        #expect(try steps(.pattern(bytes("a:[bc]*")), policy) == [matching("a:[bc]*")])
    }

    @Test(arguments: [("*", "\\*"), ("[ab]", "\\[ab\\]"), ("\\", "\\\\"), ("a?", "a\\?")])
    func identifiersAreDataAndNotGlobs(_ id: String, _ escaped: String) throws {
        #expect(
            try steps(.category(bytes(id)))
                == [unlink("category:\(id)"), matching("category:\(escaped):*")])
        #expect(
            try steps(.products([bytes(id)])) == [unlink("product:\(id)", "inventory:\(id)")])
        var policy = CachePolicy.standard
        policy.keyPrefix = id + ":"
        #expect(
            try steps(.facets(nil), policy)
                == [unlink("\(id):facets"), matching("\(escaped):facets:*")])
    }

    @Test(
        arguments: [
            .products([bytes("1")]), .category(bytes("a")), .search, .facets(nil),
            .facets(bytes("a")), .trending, .inventory(bytes("1")),
        ] as [InvalidationScope])
    func aPolicyWithoutTheResourceSaysSo(_ scope: InvalidationScope) {
        let policy = CachePolicy(resources: [Resource(name: "page", pattern: "page", ttlSeconds: 5)]
        )
        do {
            _ = try InvalidationPlan.redis(
                scope, grammar: KeyGrammar(policy: policy), endpoint: "redis://a")
            Issue.record("a plan for what the policy does not know")
        } catch {
            #expect(error.description.contains("'\(scope.kind.rawValue)'"))
            #expect(error.description.hasSuffix("."))
        }
    }

    @Test func aReplacedPolicyShapesThePlan() throws {
        var policy = CachePolicy.standard
        policy.resources.removeAll { $0.name == "inventory" }
        #expect(try steps(.products([bytes("1")]), policy) == [unlink("product:1")])
        policy.resources[0].counter = "generation"
        #expect(try steps(.search, policy) == [increment("generation")])
        #expect(
            try steps(.global, policy)
                == [
                    increment("version:global"), increment("generation"),
                    .unlinkMatching(.uncovered),
                ])
        policy.resources[4].pattern = "trending:{segment}"
        #expect(try steps(.trending, policy) == [unlink("trending"), matching("trending:*")])
        policy.resources[4].pattern = "trending"
        #expect(try steps(.trending, policy) == [unlink("trending")])
    }

    @Test(
        arguments: [
            (.products([bytes("1")]), 180), (.inventory(bytes("1")), 40), (.search, 90),
            (.category(bytes("a")), 900), (.facets(nil), 1800), (.trending, 2700), (.global, 2700),
            (.key(bytes("product:1")), 180), (.key(bytes("odd")), 0), (.pattern(bytes("x*")), 2700),
        ] as [(InvalidationScope, Int)])
    func theEdgeHorizonIsThatOfTheScope(_ scope: InvalidationScope, _ seconds: Int) throws {
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a")
        #expect(plan.edgeSeconds == seconds)
    }

    private static let types: Set<String> = [
        "product", "category", "search", "global", "facets", "trending", "inventory", "key",
        "pattern",
    ]

    @Test(
        arguments: [
            (
                .products([bytes("1"), bytes("2")]),
                [
                    .init(type: "product", member: "id", value: "1"),
                    .init(type: "product", member: "id", value: "2"),
                ]
            ),
            (.category(bytes("*")), [.init(type: "category", member: "category", value: "*")]),
            (.search, [.init(type: "search")]), (.global, [.init(type: "global")]),
            (.facets(nil), [.init(type: "facets")]), (.trending, [.init(type: "trending")]),
            (.facets(bytes("a")), [.init(type: "facets", member: "category", value: "a")]),
        ] as [(InvalidationScope, [InvalidationPlan.Request])])
    func theAPIIsAskedInItsOwnWords(
        _ scope: InvalidationScope, _ requests: [InvalidationPlan.Request]
    ) {
        let plan = InvalidationPlan.api(
            scope, policy: .standard, url: "https://shop/api", types: Self.types)
        #expect(plan?.work == .api(url: "https://shop/api", requests) && plan?.way == .api)
        let none = InvalidationPlan.api(scope, policy: .standard, url: "https://a", types: [])
        #expect(none == nil)
    }

    @Test(
        arguments: [
            .inventory(bytes("1")), .key(bytes("a")), .pattern(bytes("a")), .category([0xFF]),
            .products([bytes("1"), [0xC3]]),
        ] as [InvalidationScope])
    func whatTheAPICannotBeAskedIsNoPlan(_ scope: InvalidationScope) {
        let plan = InvalidationPlan.api(
            scope, policy: .standard, url: "https://a", types: Self.types)
        #expect(plan == nil)
    }
}
