import Testing

@testable import Metrics

struct KeySelectorTests {
    private struct Shop {
        let policy: CachePolicy
        var grammar: KeyGrammar { KeyGrammar(policy: policy) }

        init(_ resources: [Resource], prefix: String = "") {
            policy = CachePolicy(resources: resources, keyPrefix: prefix)
        }

        /// What the scope takes of these keys: those that it names and those that it selects.
        func taken(_ scope: InvalidationScope, of keys: [String]) throws -> [String] {
            let plan = try InvalidationPlan.redis(scope, grammar: grammar, endpoint: "r")
            guard case .redis(let steps) = plan.work else { return [] }
            return keys.filter { key in
                steps.contains { step in
                    switch step {
                    case .unlink(let named): named.contains(bytes(key))
                    case .unlinkMatching(let selector):
                        selector.selects(bytes(key), grammar)
                            && selector.sieve.map { Glob.matches($0, bytes(key)) } ?? true
                    case .increment: false
                    }
                }
            }
        }
    }

    private static func resource(
        _ name: String, _ pattern: String, counter: String? = nil, identifier: String? = nil
    ) -> Resource {
        Resource(
            name: name, pattern: pattern, ttlSeconds: 60, counter: counter, identifier: identifier)
    }

    /// A shop, a scope, the keys that are there, and those of them that go.
    @Test(
        arguments: [
            // Shops from the field.
            (
                [resource("facets", "shop:facets:{category}")], "", .facets(nil),
                ["shop:facets:shoes", "shop:cart:9", "shop:session:abc", "shop:orders:1"],
                ["shop:facets:shoes"]
            ),
            (
                [resource("facets", "shop:facets:{category}")], "", .global,
                ["shop:facets:shoes", "shop:facets", "shop:cart:9", "shop:orders:1"],
                ["shop:facets:shoes", "shop:facets"]
            ),
            (
                [resource("product", "shop:product:{id}")], "", .products([bytes("42")]),
                [
                    "shop:product:42", "shop:product:42:reviews", "shop:cart:9",
                    "shop:version:search", "shop:cache:events",
                ], ["shop:product:42"]
            ),
            (
                [resource("product", "shop:product:{id}")], "", .global,
                [
                    "shop:product:42", "shop:product:42:reviews", "shop:cart:9",
                    "shop:version:search", "shop:cache:events",
                ], ["shop:product:42", "shop:product:42:reviews"]
            ),
            (
                [resource("product", "products.{id}")], "laravel_database_laravel_cache:",
                .products([bytes("42")]),
                [
                    "laravel_database_laravel_cache:products.42", "products.42",
                    "laravel_database_laravel_cache:products.421",
                ], ["laravel_database_laravel_cache:products.42"]
            ),
            (
                [resource("product", "/products/{id}")], "UNDEFINED_URL_", .products([bytes("42")]),
                ["UNDEFINED_URL_/products/42", "UNDEFINED_URL_/products/42/reviews"],
                ["UNDEFINED_URL_/products/42"]
            ),
            // What may follow the argument.
            (
                [resource("category", "category:{slug}:{hash}:v{version}")], "",
                .category(bytes("shoes")),
                [
                    "category:shoes", "category:shoes:", "category:shoes:ab:v1",
                    "category:shoesx:ab", "category:shoe", "category", "category:x:shoes",
                ], ["category:shoes", "category:shoes:", "category:shoes:ab:v1"]
            ),
            (
                [resource("category", "category:{slug}:page:{n}")], "", .category(bytes("a")),
                ["category:a", "category:a:page", "category:a:page:1", "category:a:pages"],
                ["category:a:page", "category:a:page:1"]
            ),
            (
                [resource("category", "category:{slug}:v{version}")], "", .category(bytes("a")),
                ["category:a", "category:a:v", "category:a:v1", "category:a:w1"],
                ["category:a:v", "category:a:v1"]
            ),
            (
                [resource("product", "p:{id}:json")], "", .products([bytes("4")]),
                ["p:4:json", "p:4:json:x", "p:4", "p:5:json"], ["p:4:json"]
            ),
            // Any tenant, one segment.
            (
                [resource("product", "shop:{tenant}:product:{id}")], "",
                .products([bytes("4"), bytes("5")]),
                [
                    "shop:fr:product:4", "shop:de:product:5", "shop:de:product:45",
                    "shop:a:b:product:4", "shop:fr:cart:4",
                ], ["shop:fr:product:4", "shop:de:product:5"]
            ),
            // Globs in identifiers are data.
            (
                [resource("category", "category:{slug}:{hash}")], "", .category(bytes("*")),
                ["category:*", "category:*:1", "category:a", "category:a:1"],
                ["category:*", "category:*:1"]
            ),
            // A more specific resource keeps its keys.
            (
                [resource("category", "c:{slug}:{x}"), resource("sale", "c:{slug}:sale:{x}")], "",
                .category(bytes("a")), ["c:a", "c:a:1", "c:a:sale:1", "c:a:sale"], ["c:a", "c:a:1"]
            ),
            // A counter inside a resource's own name space stays.
            (
                [resource("facets", "f:{category}", counter: "f:generation")], "", .facets(nil),
                ["f:generation", "f:shoes", "f"], ["f:shoes", "f"]
            ),
            (
                [resource("search", "s:{hash}:v{version}", counter: "version:s")], "", .global,
                ["s:1:v3", "s:1", "version:s", "version:other", "cachetop:audit", "x"], ["s:1"]
            ),
            (
                [resource("product", "p|{sku}|{lang}", identifier: "sku")], "",
                .products([bytes("a:b")]), ["p|a:b", "p|a:b|de", "p|a", "p|a:bc"],
                ["p|a:b", "p|a:b|de"]
            ),
        ] as [([Resource], String, InvalidationScope, [String], [String])])
    func aScopeTakesItsOwnKeysAndNoOther(
        _ resources: [Resource], _ prefix: String, _ scope: InvalidationScope, _ keys: [String],
        _ taken: [String]
    ) throws {
        let shop = Shop(resources, prefix: prefix)
        #expect(shop.policy.problem == nil)
        #expect(try shop.taken(scope, of: keys) == taken)
    }

    /// Scopes that the policy can't make sense of, and what the sentence has to name.
    @Test(
        arguments: [
            ([resource("product", "p:{sku}:{lang}")], "x", "add 'identifier: NAME'"),
            ([resource("product", "p:all")], "x", "no placeholder"),
            ([resource("product", "p:{id}{lang}")], "x", "right behind {id}"),
            ([resource("product", "p:{id}:json")], "a:b", "no key of 'product'"),
            (
                [resource("product", "product:{id}", counter: "product:generation")], "generation",
                "a version counter"
            ),
            ([resource("product", "cache:{id}")], "events", "the event stream"),
            (
                [resource("product", "p:{id}"), resource("sale", "p:sale:{x}")], "sale",
                "a key of 'sale'"
            ),
        ] as [([Resource], String, String)])
    func whatThePolicyCannotSayIsRefused(
        _ resources: [Resource], _ argument: String, _ words: String
    ) {
        let grammar = KeyGrammar(policy: CachePolicy(resources: resources))
        #expect(grammar.policy.problem == nil)
        let problem = #expect(throws: InvalidationPlan.Problem.self) {
            try InvalidationPlan.redis(
                .products([bytes(argument)]), grammar: grammar, endpoint: "r")
        }
        #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
    }

    /// No announced glob reaches beyond the identity, and what globs leave out is named.
    @Test(
        arguments: [
            ("facets:{category}", ["facets:*"]), ("f:{a}.{b}", ["f:*", "f.*"]),
            ("product{id}", ["product*"]), ("shop:{tenant}:product:{id}", []),
        ])
    func announcedGlobsAreNoWiderThanTheIdentity(_ pattern: String, _ globs: [String]) throws {
        let grammar = KeyGrammar(
            policy: CachePolicy(resources: [Self.resource("facets", pattern)]))
        let selector = KeySelector.all(ofResource: 0, grammar)
        let announcement = selector.announcement(grammar)
        #expect(announcement.globs == globs.map(bytes))
        // The bare identity, and keys that no glob can name, are announced by their names.
        let unnamed = globs.isEmpty ? bytes("shop:fr:product:1") : grammar.bareKey(ofResource: 0)
        #expect(announcement.covers(unnamed ?? []) == (pattern == "product{id}"))
    }

    /// A glob is announced only where all that it covers is the resource's.
    @Test(arguments: [
        [resource("facets", "facets:{category}"), resource("static", "facets:static:{x}")],
        [resource("facets", "facets:{category}", counter: "facets:gen")],
        [resource("facets", "cache:{category}")], [resource("facets", "ver{category}")],
    ])
    func noGlobCoversWhatIsNotTheResources(_ resources: [Resource]) {
        let grammar = KeyGrammar(policy: CachePolicy(resources: resources))
        #expect(KeySelector.all(ofResource: 0, grammar).announcement(grammar).globs.isEmpty)
    }

    /// A pattern without a placeholder names its one key whole, the separator at its end, too.
    @Test func theOnlyKeyIsThePattern() throws {
        let shop = Shop([Self.resource("trending", "trending:products:")], prefix: "v2:")
        let keys = ["v2:trending:products", "v2:trending:products:", "v2:trending:products:x"]
        #expect(try shop.taken(.trending, of: keys) == ["v2:trending:products:"])
    }

    @Test func eventsMayNameKeysWithoutTheCommonPrefix() {
        let policy = CachePolicy(
            resources: [Self.resource("product", "product:{id}")], keyPrefix: "shop:")
        var feed = TallyFeed(KeyGrammar(policy: policy))
        feed.entry(start, [("miss", "product:1"), ("hit", "shop:product:1"), ("miss", "cart:1")])
        #expect(feed.tally.totals == [HitCounts(hits: 1, misses: 1), HitCounts(misses: 1)])
        #expect(feed.keys.top(5).map(\.key) == [bytes("shop:cart:1"), bytes("shop:product:1")])
        feed.entry(start, [("purge", "product:2"), ("purge-glob", "shop:product:*")])
        #expect(
            feed.tally.invalidations.map(\.key) == [
                bytes("shop:product:2"), bytes("shop:product:*"),
            ])
    }
}
