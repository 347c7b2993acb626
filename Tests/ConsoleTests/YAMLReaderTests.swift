import Console
import Testing

/// What a YAML text means here, and what is refused with its line.
@Suite struct YAMLReaderTests {
    /// As JSON would write it: plain and quoted values as texts.
    private func shape(_ node: YAMLNode?) -> String {
        switch node?.value {
        case nil: "nothing"
        case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
        case .sequence(let nodes): "[\(nodes.map(shape).joined(separator: ", "))]"
        case .mapping(let mapping):
            "{\(mapping.map { "\(shape($0.key)): \(shape($0.value))" }.joined(separator: ", "))}"
        }
    }

    @Test(arguments: [
        ("", "nothing"), ("# only a comment\n", "nothing"), ("---\n...\n", ""),
        ("a: 1", "{a: 1}"), ("a: '1'\nb: \"x\\ny\"", "{a: '1', b: 'x\ny'}"),
        ("a: ~\nb:\nc: ''", "{a: ~, b: , c: ''}"),
        ("- a\n- [b, {c: d}]", "[a, [b, {c: d}]]"),
        ("a: &x {b: 1}\nc: *x", "{a: {b: 1}, c: {b: 1}}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}"),
        ("<<: {a: 1}", "{<<: {a: 1}}"), ("a: !!int 1", "{a: 1}"),
        ("a: |\n  line\n  line\n", "{a: 'line\nline\n'}"), ("ä: 日本", "{ä: 日本}"),
    ])
    func aTextMeans(text: String, meaning: String) throws {
        #expect(shape(try YAMLReader.read(text)) == meaning)
    }

    @Test(arguments: [
        ("a: [", 2, "flow"), ("a: 1\na: 2", 2, "'a' stands there twice"),
        ("a: 1\n  b: 2", 2, "mapping values are not allowed"), ("a: *b", 1, "'&b'"),
        ("a: &a [*a]", 1, "'&a'"), ("[a]: 1", 1, "single value"),
        ("a: 1\n---\nb: 2", 2, "second document"), ("a: \u{1}", 1, "control characters"),
        (String(repeating: "[", count: 100_000), 1, "64 levels"),
        (String(repeating: "- ", count: 100_000), 1, "64 levels"),
        (String(repeating: "a: {", count: 65), 1, "levels"),
    ])
    func whatIsNoYAMLIsRefusedWithItsLine(text: String, line: Int, problem: String) throws {
        let failure = try #require(throws: YAMLFailure.self) { try YAMLReader.read(text) }
        #expect(failure.line == line && failure.problem.contains(problem), "\(failure)")
        #expect(failure.description.utf8.count < 200)
    }

    /// So many values more, and not more: the bound counts what an alias stands for.
    @Test(arguments: [
        (1, 1_999, true), (1, 2_000, true), (1, 2_001, false), (4, 400, true), (4, 401, false),
    ])
    func aliasesAreBoundedByWhatTheyStandFor(length: Int, count: Int, isTaken: Bool) throws {
        let value =
            length == 1 ? "x" : "[\(Array(repeating: "x", count: length).joined(separator: ","))]"
        let aliases = Array(repeating: "*a", count: count).joined(separator: ",")
        let text = "a: &a \(value)\nb: [\(aliases)]"
        // A list is a value, too.
        #expect(((try? YAMLReader.read(text)) != nil) == isTaken)
    }

    @Test func linesAreThoseOfTheFile() throws {
        let node = try #require(try YAMLReader.read("# one\na:\n  b: 1\n  c: [x,\n    y]\n"))
        let inner = try #require(node.mapping?["a"]?.mapping)
        #expect(node.line == 2 && inner["b"]?.line == 3)
        #expect(inner["c"]?.sequence?.map(\.line) == [4, 5])
    }

    /// Whatever the bytes: a value or a sentence.
    @Test func damagedTextsEndInAValueOrAFailure() throws {
        let text =
            "policy:\n  key-prefix: 'a'\n  resources: &r\n    - {name: x, ttl: 60s, also-in: [y]}\nb: *r\n"
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] =
                    "{}[]:-&*#'\"|>%@`!?, \n\tx\u{7F}".utf8.randomElement(using: &random) ?? 0
            }
            let damaged = String(decoding: bytes, as: UTF8.self)
            do { _ = try YAMLReader.read(damaged) } catch { #expect(error.line >= 1, "\(damaged)") }
        }
    }
}
