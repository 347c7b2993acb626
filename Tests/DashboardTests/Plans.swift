import Dashboard
import Metrics
import Screen

/// Plans as the engine makes them, for the dialog.
enum Plans {
    static let endpoint = "rediss://cache-1:6379/0"

    static func direct(_ scope: InvalidationScope) throws -> PlannedInvalidation {
        let plan = try InvalidationPlan.redis(
            scope, grammar: KeyGrammar(policy: .standard), endpoint: endpoint)
        var radius = BlastRadius(edge: CachePolicy.standard.edge(of: scope))
        radius.alsoIn = CachePolicy.standard.alsoIn(of: scope)
        radius.recent = []
        return PlannedInvalidation(plan: plan, radius: radius, at: Shop.noon)
    }

    static let productScope = InvalidationScope.products([Array("42".utf8)])

    static func product() throws -> PlannedInvalidation {
        var planned = try direct(productScope)
        planned.keys = KeyList([Array("product:42".utf8), Array("inventory:42".utf8)])
        planned.radius.keys = 1
        planned.radius.bytes = 10_240
        planned.radius.estimated = false
        planned.radius.missingKeys = 1
        planned.radius.life = .init(
            sampled: 1, p50Seconds: 41, p90Seconds: 41, longestSeconds: 41, withoutExpiry: 0)
        planned.radius.hits = .init(perSecond: 863.3, basis: .stream, seconds: 60)
        return planned
    }

    static let categoryScope = InvalidationScope.category(Array("shoes".utf8))

    static func category(keys: Int = 12_040) throws -> PlannedInvalidation {
        var planned = try direct(categoryScope)
        planned.keys = KeyList(
            [Array("category:shoes".utf8)]
                + (1..<keys).map { Array("category:shoes:9f\($0)c4:v9".utf8) })
        planned.radius.keys = UInt64(keys)
        planned.radius.bytes = UInt64(keys) * 61_000
        planned.radius.estimated = true
        planned.radius.missingKeys = 0
        planned.radius.life = .init(
            sampled: 2000, p50Seconds: 143, p90Seconds: 258, longestSeconds: 298, withoutExpiry: 3)
        planned.radius.hits = .init(perSecond: 117.5, basis: .stream, seconds: 60)
        planned.radius.recent = [
            InvalidationRecord(
                at: Shop.noon.adding(seconds: -72), scope: "category shoes", by: "bob@bastion",
                via: .redis, outcome: .done, message: "", keysRemoved: 11_874)
        ]
        return planned
    }

    static func search() throws -> PlannedInvalidation {
        var planned = try direct(.search)
        planned.radius.generations = [generation("search", 128, keys: 1200, notAffected: 12)]
        planned.radius.hits = .init(perSecond: 374.9, basis: .tallies, seconds: 60)
        planned.radius.recent = [Shop.record, Shop.record, Shop.record, Shop.record]
        return planned
    }

    static func global() throws -> PlannedInvalidation {
        var planned = try direct(.global)
        planned.keys = KeyList((0..<2561).map { Array("product:\($0)".utf8) })
        planned.radius.keys = 2561
        planned.radius.bytes = 13_700_000
        planned.radius.estimated = true
        planned.radius.missingKeys = 0
        planned.radius.life = .init(
            sampled: 2000, p50Seconds: 22, p90Seconds: 56, longestSeconds: 700, withoutExpiry: 0)
        planned.radius.generations = [
            generation("search", 128, keys: 1200, notAffected: 12),
            generation("category", 9, keys: 160, notAffected: 0),
        ]
        planned.radius.hits = .init(perSecond: 1938, basis: .tallies, seconds: 42)
        planned.radius.recent = [Shop.record]
        return planned
    }

    /// 50,000 events of one glob, in eight seconds.
    static let patternScope = InvalidationScope.pattern(Array("facets:*".utf8))

    static func pattern() throws -> PlannedInvalidation {
        var planned = try direct(patternScope)
        planned.keys = KeyList((0..<160).map { Array("facets:c\($0)".utf8) })
        planned.radius.edge = CachePolicy.standard.edge(of: .facets(nil))
        planned.radius.keys = 160
        planned.radius.bytes = 640_000
        planned.radius.estimated = false
        planned.radius.missingKeys = 0
        planned.radius.life = .init(
            sampled: 160, p50Seconds: nil, p90Seconds: nil, longestSeconds: nil,
            withoutExpiry: 160)
        planned.radius.hits = .init(perSecond: 6250, basis: .streamCut, seconds: 8)
        planned.radius.recent = nil
        return planned
    }

    /// A user who may do nothing but UNLINK and INCR, without events.
    static func unknown() throws -> PlannedInvalidation {
        var planned = try direct(.global)
        planned.radius.generations = [
            .init(resource: "search", counter: "version:search", value: nil),
            .init(resource: "category", counter: "version:global", value: 9),
        ]
        planned.radius.recent = nil
        return planned
    }

    /// A typing error.
    static func empty() throws -> PlannedInvalidation {
        var planned = try direct(.category(Array("sho".utf8)))
        planned.keys = KeyList([Array("category:sho".utf8)])
        planned.radius.keys = 0
        planned.radius.bytes = 0
        planned.radius.missingKeys = 1
        planned.radius.hits = .init(perSecond: 0, basis: .stream, seconds: 60)
        planned.radius.suggestions = ["shoes", "shoes-kids"]
        return planned
    }

    /// A product on one node of a cluster, whose data other resources show, too.
    static func node() throws -> PlannedInvalidation {
        var planned = try product()
        planned.radius.oneNodeOnly = true
        planned.radius.alsoIn = [
            .init(resource: "search", seconds: 120), .init(resource: "trending", seconds: 3600),
        ]
        return planned
    }

    static func api() throws -> PlannedInvalidation {
        let plan = InvalidationPlan.api(
            productScope, policy: .standard, url: "https://shop.example/api/revalidate",
            types: ["product"])
        var radius = BlastRadius(edge: CachePolicy.standard.edge(of: productScope))
        radius.hits = .init(perSecond: 863.3, basis: .stream, seconds: 60)
        radius.recent = []
        guard let plan else { throw InvalidationPlan.Problem(description: "no such type") }
        return PlannedInvalidation(plan: plan, radius: radius, at: Shop.noon)
    }

    private static func generation(
        _ resource: String, _ value: Int64, keys: UInt64, notAffected: UInt64
    ) -> BlastRadius.Generation {
        let counter = resource == "search" ? "version:search" : "version:global"
        var generation = BlastRadius.Generation(
            resource: resource, counter: counter, value: value)
        generation.keys = keys
        generation.bytes = keys * 26_000
        generation.notAffected = notAffected
        generation.estimated = false
        generation.sweptAt = Shop.noon.adding(seconds: -12)
        return generation
    }
}

extension State {
    /// Presses the keys that lead to the plan's scope and shows the plan.
    mutating func show(_ planned: PlannedInvalidation) {
        mode = .confirming(Confirmation(scope: planned.scope, since: now))
        _ = update(.planned(planned.scope, .success(planned)))
    }

    /// With the plan sent: what is under way.
    mutating func begin(_ planned: PlannedInvalidation) {
        show(planned)
        _ = press("y")
    }
}
