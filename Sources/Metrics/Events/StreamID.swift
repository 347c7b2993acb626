/// The id of a stream entry: milliseconds and a sequence number, ordered as Redis orders them.
package struct StreamID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var milliseconds: UInt64
    package var sequence: UInt64

    package static let zero = StreamID(milliseconds: 0, sequence: 0)

    package init(milliseconds: UInt64, sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// `1700000000000-0`, or the milliseconds alone; nil for anything else.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
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
