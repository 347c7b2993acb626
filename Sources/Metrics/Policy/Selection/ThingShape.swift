/// The keys of one thing: a pattern with the argument of a scope in the place of its identifier.
///
/// The argument is substituted, never extracted, and is data: a separator in it is a byte like any other.
/// The literal text that follows must follow; from the next placeholder on anything or nothing may; where
/// the pattern ends, nothing may. Placeholders before it (a tenant) stand for any one segment.
package struct ThingShape: Sendable, Hashable {
    /// A key that has just these; nil: no key may end there.
    let whole: [KeyIdentity.Element]?
    /// A key that begins with these; nil: nothing may follow.
    let beginning: [KeyIdentity.Element]?
    let separators: Separators

    /// nil: the placeholder is not in the pattern, or another one follows it at once, so that nothing
    /// says where the argument ends.
    init?(_ pattern: KeyPattern, placeholder: String, argument: [UInt8]) {
        guard let place = pattern.parts.firstIndex(of: .placeholder(placeholder)) else {
            return nil
        }
        separators = pattern.separators
        var elements = pattern.parts[..<place].elements
        elements += argument.map { .byte($0) }
        let rest = pattern.parts[(place + 1)...]
        guard let next = rest.first else {
            (whole, beginning) = (elements, nil)
            return
        }
        guard case .literal(let bytes) = next else { return nil }
        let full = elements + bytes.map { .byte($0) }
        if rest.count == 1 {
            (whole, beginning) = (full, nil)
        } else if let last = bytes.last, pattern.separators.contains(last) {
            // The thing itself may stand without the parts that follow: `category:shoes`.
            (whole, beginning) = (Array(full.dropLast()), full)
        } else {
            (whole, beginning) = (nil, full)
        }
    }

    /// - Parameter key: without the common prefix.
    func matches(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        if let whole, KeyMatch.ends(of: whole, in: key, separators: separators)?.last == key.count {
            return true
        }
        guard let beginning else { return false }
        return KeyMatch.ends(of: beginning, in: key, separators: separators) != nil
    }

    /// The one key that can end where the argument does; nil: a placeholder stands before it, or none can.
    var named: [UInt8]? { whole?.literal }

    /// What SCAN has to look for besides `named`; nil: nothing.
    func sieve(prefix: [UInt8]) -> [UInt8]? {
        let head = Glob.escaping(prefix)
        if named != nil {
            return beginning.map { head + $0.glob + [UInt8(ascii: "*")] }
        }
        guard beginning != nil else { return whole.map { head + $0.glob } }
        return (whole ?? beginning).map { head + $0.glob + [UInt8(ascii: "*")] }
    }
}
