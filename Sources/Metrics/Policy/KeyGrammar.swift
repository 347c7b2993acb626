/// What a key is, told by its bytes alone.
package enum KeyClass: Sendable, Hashable {
    /// Index into `CachePolicy.resources`.
    case resource(Int)
    /// A version counter.
    case counter
    /// The event stream or a key of cachetop's own.
    case own
    case unclassified
}

/// Tells keys apart as contracts.md 1 does: by the first segment, whatever follows.
///
/// Works on bytes from reply to UNLINK, since Swift strings would merge keys that differ.
/// The comparison is a length and a few bytes per resource: it runs once per cache event.
package struct KeyGrammar: Sendable {
    package let policy: CachePolicy
    private let prefix: [UInt8]
    private let segments: ByteStrings
    private let counters: ByteStrings
    private let eventKey: [UInt8]

    /// - Parameter eventKey: the stream's key, which is neither resource nor unclassified.
    package init(policy: CachePolicy, eventKey: String = "cache:events") {
        self.policy = policy
        prefix = Array(policy.keyPrefix.utf8)
        segments = ByteStrings(policy.resources.map(\.segment))
        counters = ByteStrings(policy.counters)
        self.eventKey = Array(eventKey.utf8)
    }

    /// Slots that counts are kept in: one for each resource, then one for unclassified keys.
    package var slots: Int { segments.count + 1 }
    package var unclassifiedSlot: Int { segments.count }

    package func classify(_ key: [UInt8]) -> KeyClass {
        key.withUnsafeBufferPointer { classify($0) }
    }

    package func classify(_ key: UnsafeBufferPointer<UInt8>) -> KeyClass {
        if equal(key, eventKey) { return .own }
        if key.count >= 9, equal(UnsafeBufferPointer(rebasing: key[..<9]), "cachetop:") {
            return .own
        }
        guard let rest = strippingPrefix(key) else { return .unclassified }
        var end = 0
        while end < rest.count, rest[end] != UInt8(ascii: ":") { end += 1 }
        let segment = UnsafeBufferPointer(rebasing: rest[..<end])
        // Before the resources: a policy may name a counter `search:generation`, and a counter
        // that counts as a key of its resource would go with the next purge.
        if counters.firstIndex(of: rest) != nil { return .counter }
        if let index = segments.firstIndex(of: segment) { return .resource(index) }
        return end < rest.count && equal(segment, "version") ? .counter : .unclassified
    }

    /// The generation a key was written for: its last segment when that is `v` and digits.
    /// One that no counter can reach is the greatest there is, and so never dead.
    package func generation(_ key: UnsafeBufferPointer<UInt8>) -> Int64? {
        var start = key.count
        while start > 0, key[start - 1] != UInt8(ascii: ":") { start -= 1 }
        guard start > 0, key.count - start >= 2, key[start] == UInt8(ascii: "v") else {
            return nil
        }
        var value: Int64 = 0
        var isTooGreat = false
        for byte in key[(start + 1)...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            isTooGreat = isTooGreat || overflow || carry
            value = sum
        }
        return isTooGreat ? .max : value
    }

    package func generation(_ key: [UInt8]) -> Int64? {
        key.withUnsafeBufferPointer { generation($0) }
    }

    /// The first part of the key after its resource's segment: the `42` of `product:42`.
    package func identifier(_ key: [UInt8]) -> [UInt8]? {
        guard case .resource(let index) = classify(key) else { return nil }
        let start = prefix.count + policy.resources[index].segment.utf8.count + 1
        guard start < key.count else { return nil }
        return Array(key[start...].prefix { $0 != UInt8(ascii: ":") })
    }

    private func strippingPrefix(_ key: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard !prefix.isEmpty else { return key }
        guard key.count >= prefix.count,
            equal(UnsafeBufferPointer(rebasing: key[..<prefix.count]), prefix)
        else { return nil }
        return UnsafeBufferPointer(rebasing: key[prefix.count...])
    }
}

/// Byte strings one after the other, so that comparing a key with each counts no references.
private struct ByteStrings: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ texts: [String]) {
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            ends.append(bytes.count)
        }
    }

    var count: Int { ends.count }

    func firstIndex(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        var begin = 0
        for index in ends.indices {
            let end = ends[index]
            if end - begin == key.count {
                var offset = 0
                while offset < key.count, key[offset] == bytes[begin + offset] { offset += 1 }
                if offset == key.count { return index }
            }
            begin = end
        }
        return nil
    }
}

@inline(__always)
func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
}

/// With a literal, which is no reference and needs no `static let`.
@inline(__always)
func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: StaticString) -> Bool {
    guard a.count == b.utf8CodeUnitCount else { return false }
    for index in 0..<a.count where a[index] != b.utf8Start[index] { return false }
    return true
}
