/// Reads one number, or one pair of counts, of a frame without the rest of it.
struct FrameReading {
    enum Kind {
        case number, hitRate
        case missesPerSecond(window: Double)
    }

    enum Value {
        case number(Double)
        case counts(hits: Double, misses: Double)
    }

    let offset: Int
    let kind: Kind

    /// nil: nothing was measured.
    func value(in bytes: ArraySlice<UInt8>) -> Value? {
        guard let first = float(at: offset, in: bytes) else { return nil }
        switch kind {
        case .number: return .number(first)
        case .hitRate:
            guard let misses = float(at: offset + 4, in: bytes), first + misses > 0 else {
                return nil
            }
            return .counts(hits: first, misses: misses)
        case .missesPerSecond(let window):
            return float(at: offset + 4, in: bytes).map { .number($0 / window) }
        }
    }

    func ratio(_ hits: Double, _ misses: Double) -> Double? {
        hits + misses > 0 ? hits / (hits + misses) : nil
    }

    private func float(at offset: Int, in bytes: ArraySlice<UInt8>) -> Double? {
        let start = bytes.startIndex + offset
        guard offset >= 0, start + 4 <= bytes.endIndex else { return nil }
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
        let value = Float(bitPattern: bits)
        return value.isNaN ? nil : Double(value)
    }
}
