/// Finds the identifier in the keys of one resource: the `42` of `product:42:reviews`.
///
/// Made once for a pattern, since a sweep asks for every key that it meets.
struct IdentifierReader: Sendable {
    /// What stands before the identifier; the same as bytes where it has no placeholder.
    private let before: [KeyIdentity.Element]
    private let literal: [UInt8]?
    /// The literal text that follows in the same segment, and is no part of the identifier.
    private let suffix: [UInt8]
    private let separators: Separators

    /// nil: the pattern has no such placeholder.
    init?(_ pattern: KeyPattern, placeholder: String) {
        guard let place = pattern.parts.firstIndex(of: .placeholder(placeholder)) else {
            return nil
        }
        before = pattern.parts[..<place].elements
        literal = before.literal
        separators = pattern.separators
        var suffix: [UInt8] = []
        if case .literal(let bytes)? = pattern.parts.dropFirst(place + 1).first {
            suffix = Array(bytes.prefix { !pattern.separators.contains($0) })
        }
        self.suffix = suffix
    }

    /// Where it stands; nil: the key ends before it.
    /// - Parameter key: without the common prefix.
    func range(in key: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard let start = start(in: key) else { return nil }
        var end = start
        while end < key.count, !separators.contains(key[end]) { end += 1 }
        guard end - start > suffix.count else { return nil }
        for (offset, byte) in suffix.enumerated()
        where key[end - suffix.count + offset] != byte { return nil }
        return start..<(end - suffix.count)
    }

    private func start(in key: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let literal else {
            return KeyMatch.ends(of: before, in: key, separators: separators)?.first
        }
        guard key.count >= literal.count,
            equal(UnsafeBufferPointer(rebasing: key[..<literal.count]), literal)
        else { return nil }
        return literal.count
    }
}
