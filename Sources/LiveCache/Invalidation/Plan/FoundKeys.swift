import Metrics

/// Keys in the order in which they were found, each once: SCAN repeats itself.
///
/// By hash, and by bytes where hashes agree; two keys with one hash are both kept, since a key
/// that is forgotten would not be purged.
struct FoundKeys: Sendable {
    private(set) var list = KeyList()
    private var positions: [Int: Int] = [:]

    init(_ keys: some Sequence<[UInt8]> = []) {
        for key in keys { insert(key) }
    }

    var count: Int { list.count }

    /// - Returns: whether it was not there yet.
    @discardableResult
    mutating func insert(_ key: [UInt8]) -> Bool {
        key.withUnsafeBufferPointer { bytes in
            let hash = Self.hash(bytes)
            if let position = positions[hash] {
                if list.matches(bytes, at: position) { return false }
            } else {
                positions[hash] = list.count
            }
            list.append(bytes)
            return true
        }
    }

    func contains(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let position = positions[Self.hash(key)] else { return false }
        return list.matches(key, at: position)
    }

    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(key))
        return hasher.finalize()
    }
}
