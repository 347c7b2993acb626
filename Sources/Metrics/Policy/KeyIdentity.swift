/// What makes a key one of a resource's: its pattern up to and including the last segment that is wholly
/// literal. What follows it in a key is free.
///
/// `category:{slug}:{hash}:v{version}` has the identity `category`, `shop:{tenant}:product:{id}` has
/// `shop:*:product`. Where no segment is wholly literal, the identity is the literal text before the first
/// placeholder and ends inside a segment: `product` of `product{id}`, which takes `production:x`, too.
package struct KeyIdentity: Sendable, Hashable {
    enum Element: Sendable, Hashable {
        case byte(UInt8)
        /// One or more bytes that are no separators.
        case value
    }

    let elements: [Element]
    package let separators: Separators
    /// Any byte may follow, not only a separator.
    package let endsInsideSegment: Bool
    /// How specific it is: of two identities of one key the one with more segments wins.
    package let segments: Int
    /// How many bytes it has where it has no placeholder; nil: it has one.
    let literalCount: Int?

    package init(_ pattern: KeyPattern) {
        separators = pattern.separators
        let all = pattern.parts.elements
        var end: Int?
        var start = 0
        var isLiteral = true
        var (count, countAtEnd) = (0, 0)
        for index in 0...all.count {
            var isBoundary = index == all.count
            if index < all.count {
                switch all[index] {
                case .byte(let byte): isBoundary = pattern.separators.contains(byte)
                case .value: isLiteral = false
                }
            }
            guard isBoundary else { continue }
            count += 1
            if isLiteral, index > start { (end, countAtEnd) = (index, count) }
            (start, isLiteral) = (index + 1, true)
        }
        if let end {
            elements = Array(all[..<end])
            segments = countAtEnd
            endsInsideSegment = false
        } else {
            elements = Array(all.prefix { $0 != .value })
            segments =
                1
                + elements.count {
                    if case .byte(let byte) = $0 {
                        pattern.separators.contains(byte)
                    } else {
                        false
                    }
                }
            endsInsideSegment = true
        }
        literalCount = elements.contains(.value) ? nil : elements.count
    }

    package var isEmpty: Bool { elements.isEmpty }

    /// Its bytes where it has no placeholder; nil: it has one.
    package var literal: [UInt8]? { elements.literal }

    /// `shop:*:product`: for the eye, with `*` for a placeholder.
    package var text: String {
        KeyText.text(elements.map { if case .byte(let byte) = $0 { byte } else { 42 } })
    }

    /// As a Redis glob that at least all of its keys match: a sieve, not a decision.
    package func glob(prefix: [UInt8]) -> [UInt8] {
        Glob.escaping(prefix) + elements.glob
    }
}
