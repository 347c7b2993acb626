extension Glob {
    /// Whether some text matches both patterns.
    ///
    /// Walks both at once, as their product automaton: in time and memory proportional to both lengths
    /// multiplied.
    package static func overlap(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (a, b) = (tokens(a), tokens(b))
        // Whether the patterns from i and j on have a text in common, from the end backwards.
        var below = [Bool](repeating: false, count: b.count + 1)
        for i in stride(from: a.count, through: 0, by: -1) {
            var row = [Bool](repeating: false, count: b.count + 1)
            for j in stride(from: b.count, through: 0, by: -1) {
                row[j] = meets(
                    i < a.count ? a[i] : nil, j < b.count ? b[j] : nil,
                    skipA: below[j], skipB: j < b.count && row[j + 1],
                    both: j < b.count && below[j + 1])
            }
            below = row
        }
        return below[0]
    }

    /// - Parameters:
    ///   - skipA: whether the rest behind `a` meets the other from here on.
    ///   - skipB: the same of `b`.
    ///   - both: whether the rests behind both meet.
    private static func meets(
        _ a: Token?, _ b: Token?, skipA: Bool, skipB: Bool, both: Bool
    ) -> Bool {
        switch (a, b) {
        case (nil, nil): true
        // A star takes nothing, or what the other asks for.
        case (.star, .star), (.star, .one), (.one, .star): skipA || skipB
        case (.star, nil): skipA
        case (nil, .star): skipB
        case (.one(let x), .one(let y)): both && !x.isDisjoint(with: y)
        case (.one, nil), (nil, .one): false
        }
    }

    private enum Token {
        case star
        /// One byte of these.
        case one(ByteSet)
    }

    private static func tokens(_ pattern: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "*") {
                tokens.append(.star)
                index += 1
                continue
            }
            var set = ByteSet()
            var next = index + 1
            for byte in UInt8.min...UInt8.max {
                if let end = one(pattern, index, byte) {
                    set.insert(byte)
                    next = end
                }
            }
            tokens.append(.one(set))
            index = next
        }
        return tokens
    }
}
