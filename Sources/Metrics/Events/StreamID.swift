/// The id of a stream entry: milliseconds and a sequence number, ordered as Redis orders them.
package struct StreamID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var milliseconds: UInt64
    package var sequence: UInt64

    package static let zero = StreamID(milliseconds: 0, sequence: 0)

    /// The greatest there is.
    package static let last = StreamID(milliseconds: .max, sequence: .max)

    package init(milliseconds: UInt64, sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// `1700000000000-0`, or the milliseconds alone; nil for anything else.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        if let usual = Self(usual: text) {
            self = usual
        } else {
            self.init(any: text)
        }
    }

    /// 13 digits, as all moments from 2001 to 2286 have, and a sequence number of at most 8.
    @inline(__always)
    private init?(usual text: UnsafeBufferPointer<UInt8>) {
        guard (15...22).contains(text.count), text[13] == UInt8(ascii: "-"),
            let high = Self.eightDigits(text, at: 0)
        else { return nil }
        var low: UInt64 = 0
        for index in 8..<13 {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            low = low &* 10 &+ UInt64(digit)
        }
        var sequence: UInt64 = 0
        for index in 14..<text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            sequence = sequence &* 10 &+ UInt64(digit)
        }
        self.init(milliseconds: high &* 100_000 &+ low, sequence: sequence)
    }

    /// Eight digits as one number, all at once: pairs, then fours, then eight (after Lemire, "Quickly parsing
    /// eight digits", 2018). nil: one of them is no digit.
    @inline(__always)
    private static func eightDigits(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64? {
        let word = UInt64(
            littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(
                fromByteOffset: offset, as: UInt64.self))
        let carried = (word &+ 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0
        guard word & 0xf0f0_f0f0_f0f0_f0f0 | carried >> 4 == 0x3333_3333_3333_3333 else {
            return nil
        }
        var value = word &- 0x3030_3030_3030_3030
        value = value &* 10 &+ value >> 8
        let pairs: UInt64 = 0x0000_00ff_0000_00ff
        let fours =
            (value & pairs) &* 0x000f_4240_0000_0064
            &+ (value >> 16 & pairs) &* 0x0000_2710_0000_0001
        return fours >> 32
    }

    private init?(any text: UnsafeBufferPointer<UInt8>) {
        var parts: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var dashed = false
        for byte in text {
            if byte == UInt8(ascii: "-"), !dashed, digits > 0 {
                dashed = true
                digits = 0
                continue
            }
            guard (48...57).contains(byte) else { return nil }
            let old = dashed ? parts.1 : parts.0
            let (product, overflow) = old.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte - 48))
            guard !overflow, !carry else { return nil }
            if dashed { parts.1 = sum } else { parts.0 = sum }
            digits += 1
        }
        guard digits > 0 else { return nil }
        milliseconds = parts.0
        sequence = parts.1
    }

    package init?(_ text: [UInt8]) {
        guard let id = text.withUnsafeBufferPointer({ StreamID($0) }) else { return nil }
        self = id
    }

    /// The moment in the id, on the server's clock unless a client chose the id.
    package var timestamp: Timestamp {
        Timestamp(milliseconds: Int64(min(milliseconds, UInt64(Int64.max) / 2)))
    }

    package var description: String { "\(milliseconds)-\(sequence)" }

    package static func < (a: StreamID, b: StreamID) -> Bool {
        (a.milliseconds, a.sequence) < (b.milliseconds, b.sequence)
    }
}
