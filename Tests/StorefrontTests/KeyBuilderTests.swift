import Metrics
import Testing

@testable import Storefront

@Suite struct KeyBuilderTests {
    private func key(_ request: ShopRequest, generation: Int64 = 1) throws -> String {
        let bytes = try KeyBuilder(policy: .standard).key(for: request, generation: generation)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func search(_ parameters: [(String, String)]) throws -> ShopRequest {
        .search(try SearchQuery(parameters: parameters.map { (name: $0.0, value: $0.1) }))
    }

    @Test func plainKeysFollowThePolicy() throws {
        #expect(try key(.product(id: "42")) == "product:42")
        #expect(try key(.inventory(id: "42")) == "inventory:42")
        #expect(try key(.facets(category: "shoes")) == "facets:shoes")
        #expect(try key(.trending) == "trending:products")
    }

    @Test func listsCarryHashAndGeneration() throws {
        let search = try key(.search(SearchQuery(text: "red shoes")), generation: 128)
        #expect(search.wholeMatch(of: try Regex("search:[0-9a-f]{24}:v128")) != nil)
        let category = try key(.category(slug: "boots", page: Page(number: 2)), generation: 9)
        #expect(category.wholeMatch(of: try Regex("category:boots:[0-9a-f]{24}:v9")) != nil)
    }

    @Test(arguments: [
        [("category", "shoes"), ("q", "red"), ("page", "2")],
        [("page", "2"), ("q", "  RED "), ("category", "shoes")],
        [("q", "red"), ("utm_source", "mail"), ("page", "2"), ("category", "shoes")],
        [("q", "Red"), ("page", "2"), ("category", "shoes"), ("limit", "24")],
    ])
    func equalQueriesHaveEqualKeys(parameters: [(String, String)]) throws {
        let reference = try search([("q", "red"), ("category", "shoes"), ("page", "2")])
        #expect(try key(search(parameters)) == key(reference))
    }

    @Test func pricesAreAmounts() throws {
        let one = try search([("minPrice", "19"), ("maxPrice", "20.5")])
        let other = try search([("maxPrice", "20.50"), ("minPrice", "19.00")])
        #expect(try key(one) == key(other))
    }

    @Test func accentsAreEqualHoweverEncoded() throws {
        #expect(try key(search([("q", "cafe\u{301}")])) == key(search([("q", "caf\u{e9}")])))
    }

    /// Texts that try to look like other fields, other keys or commands.
    @Test func hostileTextsStayApart() throws {
        let texts = [
            "a", "a;category=5:shoes;", "a\u{0}", "a\r\nFLUSHALL", "*", "[ab]", "v1", "a:v1",
            "\u{202e}a", "\u{1f9e6}", String(repeating: "a", count: 256), "",
        ]
        let keys = try texts.map { try key(search([("q", $0)])) }
        #expect(Set(keys).count == texts.count)
        for key in keys {
            #expect(key.wholeMatch(of: try Regex("search:[0-9a-f]{24}:v1")) != nil)
        }
        let apart = try search([("q", "a"), ("category", "shoes")])
        #expect(try key(apart) != key(search([("q", "a;category=5:shoes;")])))
    }

    @Test func idsAreDataByteForByte() throws {
        let composed = try KeyBuilder(policy: .standard).key(for: .product(id: "\u{e9}"))
        let decomposed = try KeyBuilder(policy: .standard).key(for: .product(id: "e\u{301}"))
        #expect(composed != decomposed)
        #expect(try key(.product(id: "*")) == "product:*")
    }

    @Test(arguments: [
        ("page", "0"), ("page", "x"), ("page", "1001"), ("limit", "101"), ("minPrice", "-1"),
        ("maxPrice", "1.234"), ("minPrice", "1e9"), ("maxPrice", "1."),
        ("q", String(repeating: "a", count: 257)),
    ])
    func malformedParametersAreNamed(name: String, value: String) {
        let error = #expect(throws: ParameterError.self) { try search([(name, value)]) }
        #expect(error?.name == name)
    }

    @Test func aParameterTwiceIsRefused() {
        #expect(throws: ParameterError(name: "q", problem: "is given twice")) {
            try search([("q", "a"), ("q", "b")])
        }
    }

    @Test func theWholePolicyCanBeReplaced() throws {
        var policy = CachePolicy.standard
        policy.keyPrefix = "v2:"
        policy.resources[1].pattern = "item:{id}:json"
        policy.resources[1].ttlSeconds = 5
        let keys = try KeyBuilder(policy: policy)
        #expect(keys.key(for: .product(id: "7")) == Array("v2:item:7:json".utf8))
        #expect(keys.ttlSeconds(.product) == 5)
        #expect(keys.counter(.search) == Array("v2:version:search".utf8))
    }

    @Test func aPolicyTheShopCannotFollowIsRefused() {
        var policy = CachePolicy.standard
        policy.resources[1].pattern = "product:{locale}:{id}"
        #expect(throws: PolicyError.self) { try KeyBuilder(policy: policy) }
        policy.resources.remove(at: 1)
        #expect(throws: PolicyError.self) { try KeyBuilder(policy: policy) }
    }

    /// FIPS 180-4's examples, and lengths around the padding's edges (from sha256sum).
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 55),
            "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
        ),
        (
            String(repeating: "a", count: 64),
            "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
        ),
    ])
    func sha256(text: String, expected: String) {
        #expect(SHA256.hex(Array(text.utf8), digits: 64) == Array(expected.utf8))
    }
}
