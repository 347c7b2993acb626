/// Reads an expression in the notation of Perl and PCRE, as far as it is regular.
struct PatternParser {
    typealias Problem = BytePattern.Problem

    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false
    /// Of the named groups.
    private(set) var names: Set<String> = []

    static let deepest = 40
    static let mostRepeats = 1000

    init(_ text: [UInt8]) { self.text = text }

    mutating func parse() throws(Problem) -> PatternNode {
        let node = try alternatives()
        guard position == text.count else { throw Problem("a ')' closes no group") }
        return node
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(Problem) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Problem("its groups lie too deep") }
        let flag = ignoresCase
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        // `(?i)` holds to the end of its group.
        ignoresCase = flag
        return choices.count == 1 ? choices[0] : .either(choices)
    }

    private mutating func sequence() throws(Problem) -> PatternNode {
        var nodes: [PatternNode] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            guard let node = try atom() else { continue }
            nodes.append(try quantified(node))
        }
        return .sequence(nodes)
    }

    /// nil for what takes nothing and can't be repeated: `(?i)`.
    private mutating func atom() throws(Problem) -> PatternNode? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["):
            var set = PatternSet(text: text, position: position, ignoresCase: ignoresCase)
            let bytes = try set.parse()
            position = set.position
            return .byte(bytes)
        case UInt8(ascii: "."): return .byte(.butNewline)
        case UInt8(ascii: "^"): return .place(.start)
        case UInt8(ascii: "$"): return .place(.end)
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
            throw Problem("a '\(Character(Unicode.Scalar(byte)))' has nothing to repeat")
        default: return literal(byte)
        }
    }

    private func literal(_ byte: UInt8) -> PatternNode {
        let set = ByteSet([byte])
        return .byte(ignoresCase ? set.foldingCase : set)
    }

    private mutating func escape() throws(Problem) -> PatternNode {
        switch next {
        case UInt8(ascii: "b"):
            position += 1
            return .place(.wordBoundary)
        case UInt8(ascii: "B"):
            position += 1
            return .place(.noWordBoundary)
        case UInt8(ascii: "A"):
            position += 1
            return .place(.start)
        case UInt8(ascii: "z"), UInt8(ascii: "Z"):
            position += 1
            return .place(.end)
        case .some(48...57), UInt8(ascii: "k"):
            throw Problem("it refers back to a group, which takes too long on some lines")
        default: break
        }
        var set = PatternSet(text: text, position: position, ignoresCase: ignoresCase)
        let bytes = try set.escape()
        position = set.position
        return .byte(ignoresCase ? bytes.foldingCase : bytes)
    }

    // MARK: Groups

    private mutating func group() throws(Problem) -> PatternNode? {
        var name: String?
        if take("?") {
            if take("P") {
                guard take("<") else { throw Problem("'(?P' is followed by no '<name>'") }
                name = try groupName()
            } else if take("<") {
                if next == UInt8(ascii: "=") || next == UInt8(ascii: "!") {
                    throw Problem("it looks behind, '(?<=' or '(?<!'; match what stands there")
                }
                name = try groupName()
            } else if next == UInt8(ascii: "=") || next == UInt8(ascii: "!") {
                throw Problem("it looks ahead, '(?=' or '(?!'; match what stands there")
            } else if !take(":"), try flags() {
                return nil
            }
        }
        let node = try alternatives()
        guard take(")") else { throw Problem("a group is not closed with ')'") }
        guard let name else { return node }
        names.insert(name)
        return .group(name: name, node)
    }

    private mutating func groupName() throws(Problem) -> String {
        let start = position
        while let byte = next, byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") {
            position += 1
        }
        let name = String(decoding: text[start..<position], as: UTF8.self)
        guard !name.isEmpty, take(">") else {
            throw Problem("the name of a group must be letters and digits, as in (?<key>\\S+)")
        }
        return name
    }

    /// `(?i)`: true, it holds for the rest. `(?i:`: false, a group follows.
    private mutating func flags() throws(Problem) -> Bool {
        guard take("i") else {
            throw Problem(
                "of the flags, '(?i)' alone is known, and of the groups '(?:', '(?<name>'")
        }
        if take(")") {
            ignoresCase = true
            return true
        }
        throw Problem("'(?i' is followed by no ')'")
    }

    // MARK: Repeating

    private mutating func quantified(_ node: PatternNode) throws(Problem) -> PatternNode {
        var node = node
        var count = 0
        while let (least, most) = try quantifier() {
            count += 1
            if case .place = node { throw Problem("a place such as '^' or '\\b' is repeated") }
            guard count == 1 else { throw Problem("a repetition is repeated; use a group (?:…)") }
            let isGreedy = !take("?")
            if take("+") {
                throw Problem("'\u{2026}+' keeps what it has; leave the second '+' out")
            }
            node = .repeated(node, least: least, most: most, isGreedy: isGreedy)
        }
        return node
    }

    /// nil for none: a `{` that begins no repetition is a character.
    private mutating func quantifier() throws(Problem) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{"), let least = number() else {
            position = start
            return nil
        }
        let isRange = take(",")
        let most = isRange ? number() : least
        guard take("}") else {
            position = start
            return nil
        }
        guard least <= Self.mostRepeats, (least...Self.mostRepeats).contains(most ?? least) else {
            throw Problem("a repetition must go from a smaller number to \(Self.mostRepeats)")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = position
        while let byte = next, byte.isDigit { position += 1 }
        return Int(String(decoding: text[start..<position].prefix(6), as: UTF8.self))
    }
}
