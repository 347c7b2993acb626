import Metrics
import Testing

struct CachePolicyTests {
    /// docs/contracts.md, 1, row by row.
    @Test(
        arguments: [
            ("search", "search:{hash}:v{version}", [30, 30, 60, nil], "version:search"),
            ("product", "product:{id}", [60, 60, 120, 60], nil),
            (
                "category", "category:{slug}:{hash}:v{version}", [300, 300, 600, 300],
                "version:global"
            ),
            ("facets", "facets:{category}", [600, 600, 1200, 600], nil),
            ("trending", "trending:products", [900, 900, 1800, 900], nil),
            ("inventory", "inventory:{id}", [10, 10, 30, nil], nil),
        ] as [(String, String, [Int?], String?)])
    func theDefaultTable(
        _ name: String, _ pattern: String, _ seconds: [Int?], _ counter: String?
    ) throws {
        let resource = try #require(CachePolicy.standard[name])
        #expect(resource.pattern == pattern)
        #expect(
            [resource.ttlSeconds, resource.cdnSeconds, resource.swrSeconds, resource.isrSeconds]
                == seconds)
        #expect(resource.counter == counter)
    }

    @Test func theDefaultTableIsUsable() {
        #expect(CachePolicy.standard.resources.count == 6)
        #expect(CachePolicy.standard.problem == nil)
        #expect(CachePolicy.standard.counters == ["version:search", "version:global"])
    }

    @Test(
        arguments: [
            ("search", 90), ("product", 180), ("category", 900), ("facets", 1800),
            ("trending", 2700), ("inventory", 40),
        ])
    func theEdgeHorizonIsTheCDNsOrThePages(_ name: String, _ seconds: Int) {
        #expect(CachePolicy.standard[name]?.edgeSeconds == seconds)
        let page = Resource(name: "a", pattern: "a", ttlSeconds: 1, cdnSeconds: 5, isrSeconds: 60)
        #expect(page.edgeSeconds == 60)
    }

    @Test(
        arguments: [
            ([], "names no resource"),
            ([Resource(name: "", pattern: "a:{id}", ttlSeconds: 1)], "empty name"),
            (
                [Resource(name: "a", pattern: "{id}", ttlSeconds: 1)],
                "A literal brace is written '{{'"
            ),
            ([Resource(name: "a", pattern: "{tag}:{id}", ttlSeconds: 1)], "'{{'"),
            ([Resource(name: "a", pattern: "", ttlSeconds: 1)], "no literal text"),
            ([Resource(name: "a", pattern: "a:{id", ttlSeconds: 1)], "'{' without a '}'"),
            ([Resource(name: "a", pattern: "a:id}", ttlSeconds: 1)], "'}' without a '{'"),
            ([Resource(name: "a", pattern: "a:{}", ttlSeconds: 1)], "name placeholders"),
            ([Resource(name: "a", pattern: "a:{i d}", ttlSeconds: 1)], "name placeholders"),
            ([Resource(name: "a", pattern: "a:{id}:{id}", ttlSeconds: 1)], "twice"),
            (
                [Resource(name: "a", pattern: "a:{x}:{y}", ttlSeconds: 1, identifier: "z")],
                "has no placeholder for"
            ),
            (
                [
                    Resource(
                        name: "product", pattern: "a:{id}:{sku}", ttlSeconds: 1, identifier: "sku")
                ], "comes first"
            ),
            ([Resource(name: "a", pattern: "a", ttlSeconds: 1, alsoIn: ["b"])], "no resource"),
            (
                [
                    Resource(name: "a", pattern: "a", ttlSeconds: 1, counter: "gen:\u{e9}"),
                    Resource(name: "b", pattern: "b", ttlSeconds: 1, counter: "gen:e\u{301}"),
                ], "how an accent is encoded"
            ),
            ([Resource(name: "a", pattern: "version:x", ttlSeconds: 1)], "kept for"),
            ([Resource(name: "a", pattern: "cachetop:x", ttlSeconds: 1)], "kept for"),
            ([Resource(name: "a", pattern: "a", ttlSeconds: 0)], "at least 1 s"),
            ([Resource(name: "a", pattern: "a", ttlSeconds: .max)], "century"),
            ([Resource(name: "a", pattern: "a", ttlSeconds: 1, cdnSeconds: -1)], "negative"),
            (
                [Resource(name: "a", pattern: "a", ttlSeconds: 1, cdnSeconds: .max, swrSeconds: 1)],
                "century"
            ),
            ([Resource(name: "a", pattern: "a", ttlSeconds: 1, counter: "")], "counter"),
            (
                [
                    Resource(name: "a", pattern: "a", ttlSeconds: 1),
                    Resource(name: "a", pattern: "b", ttlSeconds: 1),
                ], "names must differ"
            ),
            (
                [
                    Resource(name: "a", pattern: "a:{id}", ttlSeconds: 1),
                    Resource(name: "b", pattern: "a:{x}:{y}", ttlSeconds: 1),
                ], "both 'a' (a:{id}) and 'b' (a:{x}:{y})"
            ),
            (
                [
                    Resource(name: "a", pattern: "a:{x}:c:{y}", ttlSeconds: 1),
                    Resource(name: "b", pattern: "a:b:c:{y}", ttlSeconds: 1),
                ], "could belong to both"
            ),
        ] as [([Resource], String)])
    func anUnusableTableSaysWhy(_ resources: [Resource], _ words: String) {
        #expect(CachePolicy(resources: resources).problem?.contains(words) == true)
    }
}
