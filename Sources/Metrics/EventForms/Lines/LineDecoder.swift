/// The bytes of a log as UTF-8: UTF-16 is recognised by the byte-order mark at its beginning and decoded,
/// a mark of UTF-8 is left out, everything else passes as it is. However the bytes are cut.
package struct LineDecoder: Sendable {
    private enum Encoding: Sendable { case unknown, bytes, littleEndian, bigEndian }

    private var encoding = Encoding.unknown
    /// Bytes that say nothing yet: of a mark, of a unit, or half of a surrogate pair.
    private var held: [UInt8] = []

    package init() {}

    /// For a file that is not read from its beginning: what its first bytes say.
    package init(beginning: [UInt8]) {
        encoding = Self.mark(beginning)?.encoding ?? .bytes
    }

    /// One message, whole.
    package static func text(_ message: [UInt8]) -> [UInt8] {
        guard let mark = mark(message), mark.length > 0 else { return message }
        var decoder = LineDecoder()
        var text: [UInt8] = []
        message.withUnsafeBufferPointer { decoder.decode($0) { text += $0 } }
        return text
    }

    /// How many bytes a character takes at least: a place to begin at is a multiple of it.
    package var unit: Int {
        encoding == .littleEndian || encoding == .bigEndian ? 2 : 1
    }

    package mutating func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        if encoding == .bytes { return body(bytes) }
        var all = held + Array(bytes)
        held = []
        if encoding == .unknown {
            guard let mark = Self.mark(all) else {
                held = all
                return
            }
            encoding = mark.encoding
            all.removeFirst(mark.length)
        }
        if encoding != .bytes { all = text(all) }
        all.withUnsafeBufferPointer(body)
    }

    /// The end of what there is: what was held is handed over as it is.
    package mutating func finish(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if encoding == .unknown || encoding == .bytes, !held.isEmpty {
            held.withUnsafeBufferPointer(body)
        }
        self = LineDecoder()
    }

    /// nil while the bytes may still become a mark.
    private static func mark(_ bytes: [UInt8]) -> (encoding: Encoding, length: Int)? {
        let marks: [([UInt8], Encoding)] = [
            ([0xFF, 0xFE], .littleEndian), ([0xFE, 0xFF], .bigEndian),
            ([0xEF, 0xBB, 0xBF], .bytes),
        ]
        for (mark, encoding) in marks {
            if bytes.starts(with: mark) { return (encoding, mark.count) }
            if mark.starts(with: bytes) { return nil }
        }
        return (.bytes, 0)
    }

    private mutating func text(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while let unit = unit(bytes, at: index) {
            var scalar = Unicode.Scalar(unit)
            var length = 2
            if (0xD800..<0xDC00).contains(unit) {
                guard let low = self.unit(bytes, at: index + 2) else { break }
                if (0xDC00..<0xE000).contains(low) {
                    scalar = Unicode.Scalar(
                        0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
                    length = 4
                }
            }
            text += String(Character(scalar ?? "\u{FFFD}")).utf8
            index += length
        }
        held = Array(bytes[index...])
        return text
    }

    private func unit(_ bytes: [UInt8], at index: Int) -> UInt16? {
        guard index + 1 < bytes.count else { return nil }
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return encoding == .bigEndian ? first << 8 | second : second << 8 | first
    }
}
