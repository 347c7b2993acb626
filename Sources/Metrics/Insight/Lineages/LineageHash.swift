/// wyhash's way of mixing (two words multiplied to 128 bits, the halves folded), eight bytes at a time.
/// Every bit of the result depends on every byte of the key: sampling takes the upper ones, the table the
/// lower ones. Not for keys chosen to collide: the table is bounded, so the worst is a wrong cause.
enum LineageHash {
    @inline(__always)
    static func of(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(key)
        var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: raw.count)
        var offset = 0
        while offset + 8 <= raw.count {
            hash = fold(
                hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                0xe703_7ed1_a0b4_28db)
            offset += 8
        }
        var last: UInt64 = 0
        while offset < raw.count {
            last = last << 8 | UInt64(raw[offset])
            offset += 1
        }
        hash = fold(hash ^ last, 0x8ebc_6af0_9c88_c6e3)
        return fold(hash ^ 0x5899_65cc_7537_4cc3, 0xa076_1d64_78bd_642f)
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return high ^ low
    }
}
