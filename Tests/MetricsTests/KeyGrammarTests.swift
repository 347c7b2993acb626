import Metrics
import Testing

struct KeyGrammarTests {
    @Test(
        arguments: [
            ("search:9f3a:v128", "search"), ("product:42", "product"),
            ("category:shoes:77ab:v9", "category"), ("facets:shoes", "facets"),
            ("trending:products", "trending"), ("inventory:42", "inventory"),
            // what real shops also write
            ("category:shoes", "category"), ("search:nike:{}:newest:p1:v3", "search"),
            ("facets", "facets"), ("search", "search"), ("product:", "product"),
            ("product:a b:c", "product"),
        ])
    func theIdentityNamesTheResource(_ key: String, _ resource: String) throws {
        let index = try #require(CachePolicy.standard.index(of: resource))
        #expect(KeyGrammar(policy: .standard).classify(bytes(key)) == .resource(index))
    }

    @Test(
        arguments: [
            ("version:search", .counter), ("version:global", .counter),
            ("version:other", .counter), ("version:", .counter), ("version", .unclassified),
            ("cache:events", .own), ("cachetop:audit", .own), ("cachetop:", .own),
            ("cachetop", .unclassified), ("cache:events:2", .unclassified),
            ("products:1", .unclassified), ("searchx:", .unclassified), ("searc", .unclassified),
            ("Search:1", .unclassified), (" search:1", .unclassified), ("", .unclassified),
            (":", .unclassified), (":product:1", .unclassified), ("session:1", .unclassified),
        ] as [(String, KeyClass)])
    func everyOtherKeyIsNeverGuessed(_ key: String, _ kind: KeyClass) {
        #expect(KeyGrammar(policy: .standard).classify(bytes(key)) == kind)
    }

    @Test func keysAreBytesAndNotText() {
        let grammar = KeyGrammar(policy: .standard)
        #expect(grammar.classify(bytes("product:") + [0xFF, 0x00]) == .resource(1))
        #expect(grammar.classify([0xFF] + bytes("product:1")) == .unclassified)
        // Text would take these two for the same key.
        var policy = CachePolicy.standard
        policy.resources[1].pattern = "caf\u{e9}:{id}"
        let accents = KeyGrammar(policy: policy)
        #expect(accents.classify(bytes("caf\u{e9}:1")) == .resource(1))
        #expect(accents.classify(bytes("cafe\u{301}:1")) == .unclassified)
    }

    @Test(
        arguments: [
            ("v2:product:42", .resource(1)), ("v2:facets", .resource(3)),
            ("v2:version:search", .counter), ("product:42", .unclassified),
            ("version:search", .unclassified), ("v2:", .unclassified), ("v2", .unclassified),
            ("v2:session:1", .unclassified), ("v22:product:42", .unclassified),
            ("cachetop:x", .own), ("cache:events", .own),
        ] as [(String, KeyClass)])
    func aCommonPrefixStandsBeforeKeysAndCounters(_ key: String, _ kind: KeyClass) {
        let policy = CachePolicy(resources: CachePolicy.standard.resources, keyPrefix: "v2:")
        #expect(KeyGrammar(policy: policy).classify(bytes(key)) == kind)
    }

    @Test(arguments: ["gen", "search:generation"])
    func aCounterNamedElsewhereIsACounter(_ name: String) {
        var policy = CachePolicy.standard
        policy.resources[0].counter = name
        #expect(KeyGrammar(policy: policy).classify(bytes(name)) == .counter)
        #expect(KeyGrammar(policy: policy).classify(bytes("search:1")) == .resource(0))
    }

    /// `version:*` are counters whatever a pattern says: no resource scope may take one.
    @Test(arguments: ["{tenant}:product:{id}", "ver{x}", "versio{n}"])
    func noPatternTakesACounter(_ pattern: String) {
        let grammar = KeyGrammar(
            policy: CachePolicy(resources: [
                Resource(name: "product", pattern: pattern, ttlSeconds: 60)
            ]))
        for key in ["version:product", "version:product:9", "version:orders"] {
            #expect(grammar.classify(bytes(key)) == .counter, "\(key)")
        }
    }

    /// A segment of the identity that reads like a generation is none.
    @Test(arguments: ["api/v2/{slug}", "s/{t}/v2/{slug}"])
    func theIdentityHasNoGeneration(_ pattern: String) {
        let resource = Resource(
            name: "category", pattern: pattern, ttlSeconds: 60, counter: "version:global")
        let grammar = KeyGrammar(policy: CachePolicy(resources: [resource]))
        let identity = pattern.hasPrefix("api") ? "api/v2" : "s/fr/v2"
        #expect(grammar.classify(bytes(identity)) == .resource(0))
        #expect(grammar.generation(bytes(identity), of: 0) == nil)
        #expect(grammar.generation(bytes(identity + "/x/v3"), of: 0) == 3)
    }

    /// A key's own text may begin as the common prefix does.
    @Test func anEventsKeyMayBeginLikeThePrefix() {
        let resource = Resource(name: "product", pattern: "product:{id}", ttlSeconds: 60)
        let grammar = KeyGrammar(
            policy: CachePolicy(resources: [resource], keyPrefix: "product:"))
        for (key, whole) in [
            ("product:42", "product:product:42"), ("product:product:42", "product:product:42"),
            ("cart:1", "product:cart:1"),
        ] {
            #expect(grammar.normalised(bytes(key)) == bytes(whole), "\(key)")
            let isProduct = key.hasSuffix("42")
            bytes(key).withUnsafeBufferPointer {
                let kind = grammar.classifyEvent($0)
                #expect(kind == (isProduct ? .resource(0) : .unclassified), "\(key)")
            }
        }
    }

    @Test func theStreamsKeyIsOwnWhateverItsName() {
        let grammar = KeyGrammar(policy: .standard, eventKey: "search:events")
        #expect(grammar.classify(bytes("search:events")) == .own)
        #expect(grammar.classify(bytes("search:events2")) == .resource(0))
        #expect(grammar.classify(bytes("cache:events")) == .unclassified)
    }

    @Test(
        arguments: [
            ("search:9f3a:v128", 128), ("search:v0", 0), ("search:v01", 1), ("search:b:c:v7", 7),
            ("search:v00000000000000000000128", 128),
            ("search:v9223372036854775807", .max), ("search:v9223372036854775808", .max),
            ("search:v99999999999999999999999999", .max),
            ("search:v", nil), ("search:vv1", nil), ("search:v1x", nil), ("search:V1", nil),
            ("search:v1:", nil), ("search:v-1", nil), ("search:v+1", nil), ("search:1", nil),
            ("v128", nil), ("", nil), (":", nil), ("search", nil), ("search::v5", 5),
        ] as [(String, Int64?)])
    func theGenerationIsALastSegmentOfVAndDigits(_ key: String, _ generation: Int64?) {
        #expect(KeyGrammar(policy: .standard).generation(bytes(key), of: 0) == generation)
    }

    @Test(
        arguments: [
            ("product:42", "42"), ("category:shoes:77ab:v9", "shoes"), ("facets", nil),
            ("product:", nil), ("session:1", nil), ("version:search", nil), ("search::v1", nil),
            ("trending:products", nil), ("facets:shoes:x", "shoes"),
        ] as [(String, String?)])
    func theIdentifierIsThatOfThePattern(_ key: String, _ identifier: String?) {
        let grammar = KeyGrammar(policy: .standard)
        #expect(grammar.identifier(bytes(key)) == identifier.map(bytes))
        let prefixed = KeyGrammar(
            policy: CachePolicy(resources: CachePolicy.standard.resources, keyPrefix: "v2:"))
        #expect(prefixed.identifier(bytes("v2:" + key)) == identifier.map(bytes))
    }
}
