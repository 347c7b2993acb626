extension KeyIdentity {
    /// Whether a key, without the common prefix, belongs to it.
    func matches(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let end = KeyMatch.ends(of: elements, in: key, separators: separators) else {
            return false
        }
        return end.contains { $0 == key.count || endsInsideSegment || separators.contains(key[$0]) }
    }
}

/// Matching of literal bytes and segment values against a key: by the set of positions that are reachable,
/// so in time proportional to the key's length for each element, whatever the key holds.
enum KeyMatch {
    /// Where the elements can end in the key, ascending; nil: nowhere.
    static func ends(
        of elements: some Sequence<KeyIdentity.Element>, in key: UnsafeBufferPointer<UInt8>,
        separators: Separators
    ) -> [Int]? {
        var positions = [0]
        for element in elements {
            switch element {
            case .byte(let byte):
                positions = positions.compactMap {
                    $0 < key.count && key[$0] == byte ? $0 + 1 : nil
                }
            case .value:
                positions = reachable(from: positions, key, separators)
            }
            if positions.isEmpty { return nil }
        }
        return positions
    }

    /// One or more bytes onwards without crossing a separator.
    private static func reachable(
        from starts: [Int], _ key: UnsafeBufferPointer<UInt8>, _ separators: Separators
    ) -> [Int] {
        var result: [Int] = []
        // A start within the stretch that was reached before reaches nothing else.
        for start in starts where result.last.map({ start > $0 }) ?? true {
            var next = start
            while next < key.count, !separators.contains(key[next]) {
                next += 1
                result.append(next)
            }
        }
        return result
    }
}
