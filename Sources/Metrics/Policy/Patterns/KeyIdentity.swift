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

        fileprivate func isSeparator(of separators: Separators) -> Bool {
            if case .byte(let byte) = self { separators.contains(byte) } else { false }
        }
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
        if let last = Self.lastLiteralSegment(of: all, pattern.separators) {
            elements = Array(all[..<last.end])
            segments = last.number
            endsInsideSegment = false
        } else {
            elements = Array(all.prefix { $0 != .value })
            segments = 1 + elements.count { $0.isSeparator(of: pattern.separators) }
            endsInsideSegment = true
        }
        literalCount = elements.contains(.value) ? nil : elements.count
    }

    /// Where the last segment without a placeholder ends, and the how many-th segment it is; nil: each
    /// has one, or is empty.
    private static func lastLiteralSegment(
        of elements: [Element], _ separators: Separators
    ) -> (end: Int, number: Int)? {
        var last: (end: Int, number: Int)?
        var (start, number, isLiteral) = (0, 0, true)
        for index in 0...elements.count {
            if index < elements.count, !elements[index].isSeparator(of: separators) {
                if elements[index] == .value { isLiteral = false }
                continue
            }
            number += 1
            if isLiteral, index > start { last = (index, number) }
            (start, isLiteral) = (index + 1, true)
        }
        return last
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
