/// Text that is safe to draw: what came from Redis, an API or a user, made printable, and cut
/// into cells whose widths are known. The only way of text onto a canvas.
///
/// Control characters, bidi controls, invisible characters and bytes that are no UTF-8 become
/// visible escapes: `\n`, `\x1B`, `\u202E`, and `\xFF` for a byte. A backslash is left alone,
/// so escapes are for the eye; a key's identity stays with its bytes.
package struct DisplayText: Sendable, Hashable {
    /// A base character with its combining marks, or one character of an escape.
    package struct Piece: Sendable, Hashable {
        package let text: String
        /// 1 or 2.
        package let columns: Int
    }

    package private(set) var pieces: [Piece] = []
    /// The columns that the whole text takes.
    package private(set) var columns = 0

    /// curses takes a base and four marks a cell; more are escaped, which also stops "Zalgo".
    private static let mostMarks = 4

    /// A Redis key may have 512 MB. What is longer than any screen ends in three dots.
    package static let longest = 4096

    package var isEmpty: Bool { pieces.isEmpty }
    package var string: String { pieces.reduce(into: "") { $0 += $1.text } }

    package init() {}

    package init(_ string: String) {
        var builder = Builder()
        for scalar in string.unicodeScalars {
            guard builder.hasRoom else { break }
            builder.append(scalar)
        }
        self.init(builder.pieces)
    }

    package init(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes.prefix(Self.longest * 4 + 1))
        var builder = Builder()
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var position = 0
        parsing: while builder.hasRoom {
            switch parser.parseScalar(from: &input) {
            case .valid(let encoded):
                builder.append(Unicode.UTF8.decode(encoded))
                position += encoded.count
            case .error(let length):
                let end = min(position + length, bytes.count)
                for byte in bytes[min(position, end)..<end] { builder.appendInvalid(byte) }
                position = end
            case .emptyInput:
                break parsing
            }
        }
        self.init(builder.pieces)
    }

    init(_ pieces: some Sequence<Piece>) {
        self.pieces = Array(pieces)
        columns = self.pieces.reduce(0) { $0 + $1.columns }
    }

    package static func + (left: DisplayText, right: DisplayText) -> DisplayText {
        DisplayText(left.pieces + right.pieces)
    }

    private struct Builder {
        var pieces: [Piece] = []
        private var marks: Int?
        private(set) var hasRoom = true

        mutating func append(_ scalar: Unicode.Scalar) {
            guard checkRoom() else { return }
            switch ScalarClass(scalar) {
            case .spacing(let columns):
                pieces.append(Piece(text: String(Character(scalar)), columns: columns))
                marks = 0
            case .combining:
                if let count = marks, count < mostMarks, let last = pieces.popLast() {
                    var text = last.text
                    text.unicodeScalars.append(scalar)
                    pieces.append(Piece(text: text, columns: last.columns))
                    marks = count + 1
                } else {
                    append(escape: DisplayText.escape(scalar))
                }
            case .escaped:
                append(escape: DisplayText.escape(scalar))
            }
        }

        mutating func appendInvalid(_ byte: UInt8) {
            guard checkRoom() else { return }
            append(escape: "\\x" + DisplayText.hex(UInt32(byte), digits: 2))
        }

        private mutating func checkRoom() -> Bool {
            guard hasRoom, pieces.count >= longest else { return hasRoom }
            append(escape: "...")
            hasRoom = false
            return false
        }

        /// A mark that follows joins nothing: it must not change how an escape reads.
        private mutating func append(escape: String) {
            for character in escape { pieces.append(Piece(text: String(character), columns: 1)) }
            marks = nil
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case ...0x7F: "\\x" + hex(scalar.value, digits: 2)
        case ...0xFFFF: "\\u" + hex(scalar.value, digits: 4)
        default: "\\u{" + hex(scalar.value, digits: 5) + "}"
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension DisplayText: CustomStringConvertible {
    package var description: String { string }
}

extension DisplayText: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }
}
