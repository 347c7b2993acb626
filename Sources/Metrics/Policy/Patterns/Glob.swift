package enum Glob {
    /// The text as a pattern that matches nothing but itself.
    package static func escaping(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            Self.special.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }

    /// The literal text that everything that matches begins with.
    package static func literalHead(_ pattern: [UInt8]) -> [UInt8] {
        var head: [UInt8] = []
        var index = 0
        while index < pattern.count {
            switch pattern[index] {
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): return head
            case UInt8(ascii: "\\") where index + 1 < pattern.count:
                head.append(pattern[index + 1])
                index += 2
            default:
                head.append(pattern[index])
                index += 1
            }
        }
        return head
    }

    private static let special = Set("*?[]^-\\".utf8)

    /// Whether the text matches, as SCAN decides it (`stringmatchlen` in Redis' util.c), but for
    /// its limit on nested stars: in time proportional to both lengths multiplied.
    package static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (p, t) = (0, 0)
        /// Behind the last star, and how much of the text it took: where to go on when stuck.
        var retry: (pattern: Int, text: Int)?
        while t < text.count || p < pattern.count {
            if p < pattern.count {
                if pattern[p] == UInt8(ascii: "*") {
                    p += 1
                    retry = (p, t)
                    continue
                }
                if t < text.count, let next = one(pattern, p, text[t]) {
                    p = next
                    t += 1
                    continue
                }
            }
            guard let last = retry, last.text < text.count else { return false }
            retry = (last.pattern, last.text + 1)
            (p, t) = (last.pattern, last.text + 1)
        }
        return true
    }

    /// Where the pattern goes on if what stands at `start` matches this byte; nil: it does not.
    static func one(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
        switch pattern[start] {
        case UInt8(ascii: "?"): return start + 1
        case UInt8(ascii: "["):
            let (contains, end) = set(pattern, start + 1, byte)
            return contains ? end : nil
        case UInt8(ascii: "\\") where start + 1 < pattern.count:
            return pattern[start + 1] == byte ? start + 2 : nil
        default: return pattern[start] == byte ? start + 1 : nil
        }
    }

    /// `[a-c]`, `[^x]`, `[\]]`; one that is not closed ends with the pattern.
    private static func set(
        _ pattern: [UInt8], _ start: Int, _ byte: UInt8
    ) -> (contains: Bool, end: Int) {
        var index = start
        let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
        if isNegated { index += 1 }
        var contains = false
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "\\"), index + 1 < pattern.count {
                contains = contains || pattern[index + 1] == byte
                index += 2
            } else if pattern[index] == UInt8(ascii: "]") {
                index += 1
                break
            } else if index + 2 < pattern.count, pattern[index + 1] == UInt8(ascii: "-") {
                let (a, b) = (pattern[index], pattern[index + 2])
                contains = contains || (min(a, b)...max(a, b)).contains(byte)
                index += 3
            } else {
                contains = contains || pattern[index] == byte
                index += 1
            }
        }
        return (contains != isNegated, index)
    }
}
