/// Byte strings one after the other, so that comparing a key with each counts no references.
struct ByteStrings: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ strings: [[UInt8]]) {
        for string in strings {
            bytes.append(contentsOf: string)
            ends.append(bytes.count)
        }
    }

    func contains(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        var begin = 0
        for end in ends {
            if end - begin == key.count {
                var offset = 0
                while offset < key.count, key[offset] == bytes[begin + offset] { offset += 1 }
                if offset == key.count { return true }
            }
            begin = end
        }
        return false
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
