import Metrics
import Testing

struct InvalidationScopeTests {
    @Test(
        arguments: [
            ("product", ["1"], .products([bytes("1")])),
            ("product", ["1", "2"], .products([bytes("1"), bytes("2")])),
            ("category", ["shoes"], .category(bytes("shoes"))), ("search", [], .search),
            ("global", [], .global), ("facets", [], .facets(nil)),
            ("facets", ["shoes"], .facets(bytes("shoes"))), ("trending", [], .trending),
            ("inventory", ["1"], .inventory(bytes("1"))), ("key", ["a b"], .key(bytes("a b"))),
            ("pattern", ["a:*"], .pattern(bytes("a:*"))),
        ] as [(String, [String], InvalidationScope)])
    func wordsAndArgumentsAreAScope(
        _ word: String, _ arguments: [String], _ scope: InvalidationScope
    ) throws {
        let read = try InvalidationScope(word, arguments: arguments.map(bytes))
        #expect(read == scope)
        #expect(read.kind.rawValue == word && read.arguments == arguments.map(bytes))
        #expect(read.text == ([word] + arguments).joined(separator: " "))
    }

    @Test(
        arguments: [
            ("products", ["1"], .unknownScope("products")), ("", [], .unknownScope("")),
            ("Search", [], .unknownScope("Search")),
            ("product", [], .arguments(.product, given: 0)),
            ("category", [], .arguments(.category, given: 0)),
            ("category", ["a", "b"], .arguments(.category, given: 2)),
            ("facets", ["a", "b"], .arguments(.facets, given: 2)),
            ("search", ["x"], .arguments(.search, given: 1)),
            ("global", ["x"], .arguments(.global, given: 1)),
            ("product", ["1", ""], .empty(.product)), ("key", [""], .empty(.key)),
            ("pattern", [""], .empty(.pattern)), ("facets", [""], .empty(.facets)),
        ] as [(String, [String], InvalidationScope.Problem)])
    func whatIsNoScopeSaysWhy(
        _ word: String, _ arguments: [String], _ problem: InvalidationScope.Problem
    ) {
        #expect(throws: problem) {
            try InvalidationScope(word, arguments: arguments.map(bytes))
        }
        #expect(problem.description.hasSuffix("."))
    }

    @Test func productsAreAtMostAThousand() throws {
        let ids = (1...1001).map { bytes("\($0)") }
        _ = try InvalidationScope("product", arguments: Array(ids.dropLast()))
        #expect(throws: InvalidationScope.Problem.arguments(.product, given: 1001)) {
            try InvalidationScope("product", arguments: ids)
        }
    }

    @Test(arguments: [
        ("shoes", "shoes"), ("*", "\\*"), ("[ab]", "\\[ab\\]"), ("\\", "\\\\"), ("a?b", "a\\?b"),
        ("a-b", "a\\-b"), ("^", "\\^"), ("", ""), ("a:{b}", "a:{b}"),
    ])
    func whatMeansSomethingInAGlobIsEscaped(_ text: String, _ pattern: String) {
        #expect(Glob.escaping(bytes(text)) == bytes(pattern))
    }
}
