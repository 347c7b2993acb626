import Metrics
import Testing

/// As Redis' own `stringmatchlen` decides (tried with SCAN on 7.0.15 where it is not obvious).
struct GlobTests {
    @Test(arguments: [
        ("my\\-shop:facets:*", "my-shop:facets:"), ("a?b", "a"), ("a[bc]", "a"), ("*", ""),
        ("plain", "plain"), ("a\\*b*", "a*b"), ("a\\", "a\\"),
    ])
    func theLiteralHeadIsUnescaped(_ pattern: String, _ head: String) {
        #expect(Glob.literalHead(bytes(pattern)) == bytes(head))
    }

    @Test(arguments: [
        ("*", "", true), ("*", "version:search", true), ("", "", true), ("", "a", false),
        ("version:*", "version:search", true), ("version:*", "versions", false),
        ("cache:*", "cache:events", true), ("*s", "cache:events", true),
        ("*:a*b", "x:a:a:b", true), ("*:a*b", "x:a:a:bc", false), ("a?c", "abc", true),
        ("a?c", "ac", false), ("[vx]ersion:*", "version:a", true),
        ("[^v]ersion:*", "version:a", false), ("[a-c]x", "bx", true), ("[c-a]x", "bx", true),
        ("[a-c]x", "dx", false), ("[]x", "x", false), ("a[bc", "ab", true), ("a[bc", "ad", false),
        ("\\*", "*", true), ("\\*", "a", false), ("[\\]]", "]", true), ("a\\", "a\\", true),
        ("**a**", "bab", true), ("a*", "b", false), ("*a", "", false),
    ])
    func textsMatch(_ pattern: String, _ text: String, _ matches: Bool) {
        #expect(Glob.matches(bytes(pattern), bytes(text)) == matches)
    }

    @Test func whatIsEscapedMatchesItselfOnly() {
        for text in ["a*b", "[x]", "\\", "?", "^-]", "plain:key"] {
            #expect(Glob.matches(Glob.escaping(bytes(text)), bytes(text)))
            #expect(!Glob.matches(Glob.escaping(bytes(text)), bytes(text + "x")))
        }
    }

    @Test func manyStarsTakeNoAge() {
        let pattern = String(repeating: "*a", count: 60) + "b"
        #expect(!Glob.matches(bytes(pattern), bytes(String(repeating: "a", count: 5000))))
    }
}
