import Testing

@testable import Metrics

struct KeyPatternTests {
    private static func policy(_ patterns: [String], prefix: String = "") -> CachePolicy {
        CachePolicy(
            resources: patterns.enumerated().map {
                Resource(name: "r\($0)", pattern: $1, ttlSeconds: 60)
            }, keyPrefix: prefix)
    }

    /// The table of the contract: a pattern, its identity, its keys, and keys that are not its own.
    @Test(
        arguments: [
            (
                "category:{slug}:{hash}:v{version}", "category",
                ["category:shoes:ab12:v2", "category:shoes"], ["categories:x"]
            ),
            (
                "shop:facets:{category}", "shop:facets", ["shop:facets:shoes", "shop:facets"],
                ["shop:cart:9"]
            ),
            (
                "shop:{tenant}:product:{id}", "shop:*:product", ["shop:fr:product:42"],
                ["shop:fr:cart:1", "shop:product:42", "shop::product:42"]
            ),
            ("trending:products", "trending:products", ["trending:products"], ["trending:shoes"]),
            ("products.{id}", "products", ["products.42"], ["products:42"]),
            ("{{product}}:{id}", "{product}", ["{product}:42"], ["product:42"]),
            ("p:{id}:json", "p:*:json", ["p:42:json", "p:42:json:x"], ["p:42", "p::json"]),
            ("product{id}", "product", ["product42", "production:x", "product"], ["prod:1"]),
            // The kind of each row, told further.
            ("/products/{id}", "/products", ["/products/42/reviews"], ["products/42", "/product"]),
            (
                "s:t{tenant}x:p:{id}", "s:t*x:p", ["s:tax:p:1", "s:txx:p"],
                ["s:tx:p:1", "s:ta:p:1"]
            ),
            ("{{a:{x}}}:b:{y}", "{a:*}:b", ["{a:1}:b:2"], ["{a:1:b:2", "{a:}:b:2"]),
            ("a:{x}.b:{y}", "a:*.b", ["a:1.b", "a:1.b.c", "a:1.b:2"], ["a:1:b", "a.1.b"]),
            ("v{version}_{id}", "v", ["v1_2", "value"], ["x"]),
            (":{id}", ":", [":42", ":"], ["a:42"]),
        ])
    func aPatternSaysWhichKeysAreItsOwn(
        _ pattern: String, _ identity: String, _ keys: [String], _ others: [String]
    ) throws {
        let policy = Self.policy([pattern])
        #expect(policy.problem == nil)
        #expect(KeyIdentity(try KeyPattern(pattern)).text == identity)
        for prefix in ["", "v2:", "{x}*?"] {
            let grammar = KeyGrammar(policy: Self.policy([pattern], prefix: prefix))
            for key in keys {
                #expect(grammar.classify(bytes(prefix + key)) == .resource(0), "\(prefix)\(key)")
                if !prefix.isEmpty { #expect(grammar.classify(bytes(key)) == .unclassified) }
                let sieve = try #require(grammar.sieve(ofResource: 0))
                let isBare = grammar.bareKey(ofResource: 0) == bytes(prefix + key)
                #expect(isBare || Glob.matches(sieve, bytes(prefix + key)), "sieve \(key)")
            }
            for key in others {
                #expect(grammar.classify(bytes(prefix + key)) == .unclassified, "\(prefix)\(key)")
            }
        }
    }

    @Test(
        arguments: [
            ("product:{id}", ":"), ("products.{id}", "."), ("a:{x}.b:{y}", ":."), ("a.b", ":"),
            ("a-b:{id}", ":"), ("a/{x}|{y}", "/|"), ("p{id}", ":"), ("{{a}}{id}", ":"),
            ("a_{x}-{y}", "-_"),
        ])
    func separatorsAreThoseThatTouchAPlaceholder(_ pattern: String, _ separators: String) throws {
        #expect(try KeyPattern(pattern).separators.bytes == bytes(separators))
    }

    @Test(
        arguments: [
            ("{{{id}}}", [.literal(bytes("{")), .placeholder("id"), .literal(bytes("}"))]),
            ("a{{b}}c", [.literal(bytes("a{b}c"))]),
            ("{a}:{b}", [.placeholder("a"), .literal(bytes(":")), .placeholder("b")]),
            ("", []),
        ] as [(String, [KeyPattern.Part])])
    func doubledBracesAreLiteral(_ pattern: String, _ parts: [KeyPattern.Part]) throws {
        #expect(try KeyPattern(pattern).parts == parts)
    }

    @Test func theIdentityOfMostSegmentsWins() {
        let policy = Self.policy(["product:{id}", "product:{id}:reviews", "product:top:{n}"])
        #expect(policy.problem == nil)
        let grammar = KeyGrammar(policy: policy)
        #expect(grammar.classify(bytes("product:42")) == .resource(0))
        #expect(grammar.classify(bytes("product:42:reviews")) == .resource(1))
        #expect(grammar.classify(bytes("product:42:reviewers")) == .resource(0))
        #expect(grammar.classify(bytes("product:top:1")) == .resource(2))
        #expect(grammar.classify(bytes("product:top")) == .resource(2))
    }

    /// What a search over short keys finds, and what the automata say, is the same.
    @Test func overlapsAreThoseThatAKeyCanShow() throws {
        var random = SplitMix64(seed: 9)
        let pieces = ["a", "b", ":", ".", "{x}", "{y}", "ab", "{{", ":a:"]
        var overlapping = 0
        for _ in 0..<3000 {
            let identities = (0..<2).compactMap { _ -> KeyIdentity? in
                let count = Int.random(in: 1...5, using: &random)
                let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
                guard let pattern = try? KeyPattern(text.joined()) else { return nil }
                let identity = KeyIdentity(pattern)
                return identity.isEmpty ? nil : identity
            }
            guard identities.count == 2 else { continue }
            let says = identities[0].overlaps(identities[1])
            #expect(says == identities[1].overlaps(identities[0]))
            overlapping += says ? 1 : 0
            let isShown = Self.shortKeys.contains { key in
                key.withUnsafeBufferPointer {
                    identities[0].matches($0) && identities[1].matches($0)
                }
            }
            // A longer key may be needed to show an overlap, never to refute one.
            if isShown { #expect(says, "\(identities[0].text) and \(identities[1].text)") }
            let longest = identities.map(\.elements.count).max() ?? 0
            if says, longest <= 2 {
                #expect(isShown, "\(identities[0].text) and \(identities[1].text)")
            }
        }
        #expect(overlapping > 100)
    }

    /// All keys of up to five bytes over a small alphabet.
    private static let shortKeys: [[UInt8]] = {
        var keys: [[UInt8]] = [[]]
        var last = keys
        for _ in 0..<5 {
            last = last.flatMap { key in bytes("ab:.{").map { key + [$0] } }
            keys += last
        }
        return keys
    }()
}
