import Metrics
import Testing

/// The expressions of `--events-line`: what they match, and that no text and no expression takes long.
struct BytePatternTests {
    private func match(_ pattern: String, _ text: String, _ groups: [String] = ["a"]) throws
        -> [String?]?
    {
        let pattern = try BytePattern(pattern, groups: groups)
        let bytes = bytes(text)
        guard
            case .match(let ranges) = bytes.withUnsafeBufferPointer({ pattern.firstMatch(in: $0) })
        else { return nil }
        return ranges.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
    }

    @Test(
        arguments: [
            ("(?<a>b+)", "abbbc", "bbb"), ("(?<a>b+?)", "abbbc", "b"), ("(?<a>b*)", "abb", ""),
            ("(?<a>a|ab)c?", "abc", "a"), ("(?<a>ab|a)", "abc", "ab"), ("^(?<a>.)", "xy", "x"),
            ("(?<a>.)$", "xy", "y"), ("(?<a>\\d{2,3})", "a1234", "123"),
            ("(?<a>\\d{2})", "1 23", "23"), ("(?<a>\\d{3,})", "12 3456", "3456"),
            ("(?P<a>[^ \"]+)\"", "x \"key\"", "key"), ("(?<a>[a-cx-])+", "-", "-"),
            ("(?<a>[]a]+)", "]a]", "]a]"), ("(?<a>[^]]+)", "ab]", "ab"),
            ("(?i)(?<a>HIT)", "a hit", "hit"), ("(?:(?i)h)i(?<a>T)", "HiT", "T"),
            ("(?i)[^a](?<a>b)", "ab xb", "b"), ("(?<a>\\w+)\\s\\W", "key !", "key"),
            ("\\bhit\\b (?<a>\\S+)", "whit x hit y", "y"), ("\\Bit (?<a>\\S+)", "it x hit y", "y"),
            ("key=(?<a>\\S+)", "key=product:42 ms=3", "product:42"),
            ("(?<a>ä+)", "xää", "ä"), ("(?<a>(?:ä)+)", "xää", "ää"), ("(?<a>\\x41\\.)", "A.", "A."),
            ("{\"k\":\"(?<a>[^\"]*)\"}", "{\"k\":\"v\"}", "v"), ("a{b(?<a>c)", "a{bc", "c"),
            ("(?:x(?<a>1)|y(?<a>2))", "y2", "2"), ("(?<a>(?:a*)*)b", "aab", "aa"),
            ("(?<a>(?:a|b)*?)c", "abc", "ab"), ("(?<a>a??)a", "aa", ""), ("x?(?<a>)", "", ""),
            ("(?<a>[\\d\\-x]+)", "1-x", "1-x"), ("(?<a>[\\x41-C]+)", "ABCD", "ABC"),
        ])
    func matchesAsPerlDoes(_ pattern: String, _ text: String, _ group: String) throws {
        #expect(try match(pattern, text) == [group])
    }

    @Test(arguments: [
        ("(?<a>a)b", "ac"), ("^(?<a>b)", "ab"), ("(?<a>a)$", "ab"), ("(?<a>[^\\s])", " \t"),
        ("(?<a>.)", "\n"), ("(?<a>a{3})", "aa"), ("(?<a>\\bx)", "ax"),
    ])
    func orNot(_ pattern: String, _ text: String) throws {
        #expect(try match(pattern, text) == nil)
    }

    @Test func aGroupThatTookNoPartIsNil() throws {
        #expect(try match("(?<a>x)|(?<b>y)", "y", ["a", "b"]) == [nil, "y"])
    }

    @Test(arguments: [
        ("hit (\\S+)", "no group named 'a'"), ("(?<a>x", "not closed"), ("(?<a>x))", "closes no"),
        ("(?<a>x)(?=y)", "looks ahead"), ("(?<=y)(?<a>x)", "looks behind"),
        ("(?<a>x)\\1", "refers back"), ("(?<a>x)\\k<a>", "refers back"), ("[(?<a>x)", "not closed"),
        ("*(?<a>x)", "nothing to repeat"), ("(?<a>x)++", "second '+'"), ("(?<a>x)**", "repeated"),
        ("^*(?<a>x)", "repeated"), ("(?<a>x)\\", "backslash"), ("(?<a>[z-a])", "range"),
        ("(?<a>[ä])", "ASCII"), ("(?<a>[[:alpha:]])", "[:alpha:]"), ("(?<a>\\p{L})", "not known"),
        ("(?<a>x{9,2})", "smaller"), ("(?<a>x{9999})", "smaller"), ("(?x)(?<a>x)", "flags"),
        ("(?<>x)", "name of a group"), ("(?<a>\\xZ1)", "hexadecimal"), ("", "no group"),
        ("(?<a>(?:(?:x{1000}){1000}){1000})", "too large"),
        ("(?<a>(?:(?:(?:){1000}){1000}){1000})", "too large"),
        (String(repeating: "(", count: 100) + "(?<a>x)", "too deep"),
        (String(repeating: "x", count: 1001) + "(?<a>x)", "longer"),
    ])
    func whatCanNotBeUsedIsSaid(_ pattern: String, _ words: String) {
        let problem = #expect(throws: BytePattern.Problem.self) {
            try BytePattern(pattern, groups: ["a"])
        }
        #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
    }

    /// With backtracking each of these takes longer than the world has stood.
    @Test(arguments: [
        "(?<a>(?:x+x+)+)y", "(?<a>(?:x|x)*)y", "(?<a>(?:x*)*)y", "(?<a>(?:x|xx)+)y",
        "^(?<a>(?:.*)*)y", "(?<a>(?:x?){500}x{500})y",
    ])
    func noExpressionExplodes(_ pattern: String) throws {
        let pattern = try BytePattern(pattern, groups: ["a"])
        let text = bytes(String(repeating: "x", count: 64 << 10))
        let result = text.withUnsafeBufferPointer { pattern.firstMatch(in: $0) }
        #expect(result == .none || result == .tooCostly)
        // Of the text that it can afford it takes the whole.
        let short = bytes(String(repeating: "x", count: 200))
        #expect(short.withUnsafeBufferPointer { pattern.firstMatch(in: $0) } == .none)
    }

    @Test func whatCostsTooMuchIsGivenUp() throws {
        let pattern = try BytePattern("(?<a>(?:x?){50})y", groups: ["a"])
        let text = bytes(String(repeating: "x", count: 1000))
        let result = text.withUnsafeBufferPointer {
            pattern.firstMatch(in: $0, stepLimit: 1000)
        }
        #expect(result == .tooCostly)
    }

    /// Any text is an expression or a sentence; any expression reads any bytes.
    @Test(arguments: 0..<20) func anyTextIsAnExpressionOrASentence(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let parts = [
            "(?<a>", "(", ")", "[", "]", "^", "-", "\\d", "\\", "*", "+", "?", "{2,3}", "{", "}",
            "|",
            ".", "x", "ä", "$", "\\b", "(?i)", "(?:",
        ]
        var known = 0
        for _ in 0..<1000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...10, using: &random) {
                text += parts.randomElement(using: &random) ?? ""
            }
            guard let pattern = try? BytePattern(text, groups: []) else { continue }
            known += 1
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = bytes.withUnsafeBufferPointer { pattern.firstMatch(in: $0) }
        }
        #expect(known > 0)
    }
}
