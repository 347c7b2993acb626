import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Policies and keyspaces drawn at random, held against a real Redis: nothing outside the matcher's set
/// is ever removed by any scope, and everything inside is.
@Suite(.timeLimit(.minutes(5)), .tags(.redis)) struct PurgePropertyTests {
    private struct Drawing {
        var random: SplitMix64
        static let prefixes = ["", "", "v2:", "shop:", "UNDEFINED_URL_", "a*[b]:", "{t}:"]
        static let words = ["a", "b", "shop", "p", "items", "x1", "v3", "cart", "product"]
        static let separators = [":", ":", ":", "/", ".", "-", "|", "_"]

        mutating func pick<T>(_ values: [T]) -> T {
            values[Int.random(in: 0..<values.count, using: &random)]
        }

        mutating func chance(_ percent: Int) -> Bool {
            Int.random(in: 0..<100, using: &random) < percent
        }

        /// A pattern for one of the shop's resources, its identifier in it most of the time.
        mutating func pattern(identifier: String) -> String {
            let separator = pick(Self.separators)
            var parts: [String] = []
            if chance(15) { parts.append("{{\(pick(Self.words))}}") }
            parts.append(chance(15) ? "{first}" : chance(10) ? "ver{first}" : pick(Self.words))
            if chance(30) { parts.append(chance(50) ? "{tenant}" : "t{tenant}") }
            if chance(40) { parts.append(pick(Self.words)) }
            if chance(90) { parts.append("{\(identifier)}") }
            if chance(20) { parts.append("json") }
            if chance(30) { parts.append("{hash}") }
            if chance(25) { parts.append("v{version}") }
            return parts.joined(separator: chance(90) ? separator : pick(Self.separators))
        }

        /// nil: the policy that was drawn is one that is refused.
        mutating func policy() -> CachePolicy? {
            let names = [
                ("search", "hash2"), ("product", "id"), ("category", "slug"),
                ("facets", "category"),
                ("trending", "list"), ("inventory", "id"),
            ]
            let resources = names.compactMap { name, identifier -> Resource? in
                guard chance(80) else { return nil }
                let counter =
                    chance(30) ? pick(["version:search", "version:global", "items:gen"]) : nil
                return Resource(
                    name: name, pattern: pattern(identifier: identifier), ttlSeconds: 60,
                    counter: counter)
            }
            let policy = CachePolicy(resources: resources, keyPrefix: pick(Self.prefixes))
            return policy.problem == nil ? policy : nil
        }

        /// Keys of the resources, near misses of them, foreign ones, and those that nobody may touch.
        mutating func keys(_ policy: CachePolicy) -> [String] {
            var keys: Set<String> = ["cachetop:x", "session:1", "a", "shop:cart:9"]
            for resource in policy.resources {
                for _ in 0..<8 {
                    var key = ""
                    for part in (try? KeyPattern(resource.pattern))?.parts ?? [] {
                        switch part {
                        case .literal(let bytes): key += String(decoding: bytes, as: UTF8.self)
                        case .placeholder("version"): key += pick(["1", "3", "x"])
                        case .placeholder("first"):
                            key += pick(["1", "fr", "version", "sion", "cachetop"])
                        case .placeholder: key += pick(["1", "2", "12", "fr", "a:b", "*", "v3"])
                        }
                        if chance(12) { break }
                    }
                    if chance(30) { key += pick(Self.separators) + pick(Self.words) }
                    if chance(10) { key += "x" }
                    keys.insert((chance(92) ? policy.keyPrefix : "") + key)
                }
            }
            for counter in policy.counters { keys.remove(policy.key(ofCounter: counter)) }
            keys.remove("")
            return keys.sorted()
        }

        mutating func scopes() -> [InvalidationScope] {
            let argument = Array(pick(["1", "2", "12", "*", "a:b", "fr"]).utf8)
            return [
                .products([argument]), .products([argument, Array("2".utf8)]), .category(argument),
                .facets(argument), .facets(nil), .trending, .inventory(argument), .global,
            ]
        }
    }

    @Test func nothingElseIsRemovedAndAllOfItIs() async throws {
        var drawing = Drawing(random: SplitMix64(seed: 2026))
        var (tried, removed, spared) = (0, 0, 0)
        try await withRedis { server in
            while tried < 160 {
                guard let policy = drawing.policy() else { continue }
                let oracle = try PatternOracle(policy)
                let keys = drawing.keys(policy)
                for scope in drawing.scopes() {
                    guard let left = try await purge(scope, policy, keys, on: server) else {
                        continue
                    }
                    let expected = try keys.filter { try !oracle.removes(scope, $0) }
                    let patterns = policy.resources.map { "\($0.name) \($0.pattern)" }
                    #expect(
                        left == expected,
                        "\(scope.text) under '\(policy.keyPrefix)' \(patterns)")
                    tried += 1
                    spared += left.count
                    removed += keys.count - left.count
                }
            }
        }
        // The drawing is worth something only when both happen a lot.
        #expect(removed > 300 && spared > 3000, "\(removed) removed, \(spared) spared")
    }

    /// The keys that are left, without counters and what cachetop writes; nil: the scope is refused.
    private func purge(
        _ scope: InvalidationScope, _ policy: CachePolicy, _ keys: [String], on server: RedisServer
    ) async throws -> [String]? {
        let invalidator = Invalidator(
            endpoint: server.endpoint, policy: policy, eventKey: "cache:events", api: nil,
            operatorName: "ann@bastion")
        guard let plan = try? invalidator.plan(scope) else { return nil }
        try await server.run("FLUSHALL")
        try await server.run(keys.map { bytes("SET", $0, "x") })
        let planned = try await invalidator.survey(plan).get()
        let record = await invalidator.carryOut(planned, typed: scope.kind.rawValue)
        #expect(record.outcome == .done, "\(record.message)")
        let own = Set(policy.counters.map { policy.key(ofCounter: $0) } + ["cachetop:audit"])
        return try await server.keys().filter { !own.contains($0) }
    }

    /// What classifies a key is what the contract says, for events and sweeps as well.
    @Test func classifyingIsWhatTheContractSays() throws {
        var drawing = Drawing(random: SplitMix64(seed: 77))
        var classified = 0
        for _ in 0..<2000 {
            guard let policy = drawing.policy() else { continue }
            let oracle = try PatternOracle(policy)
            let grammar = KeyGrammar(policy: policy)
            for key in drawing.keys(policy) {
                var name: String?
                if case .resource(let index) = grammar.classify(Array(key.utf8)) {
                    name = policy.resources[index].name
                    classified += 1
                }
                #expect(
                    name == oracle.resource(of: key),
                    "\(key) under '\(policy.keyPrefix)' \(policy.resources.map(\.pattern))")
            }
        }
        #expect(classified > 2000)
    }
}
