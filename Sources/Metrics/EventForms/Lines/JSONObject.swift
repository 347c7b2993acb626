/// The members of one JSON object as they stand in its text: nothing is copied, nothing nested is
/// read.
///
/// For text from outside. One pass without recursion, so that neither depth nor length costs more
/// than its bytes; an object that is not whole is none. Numbers and escapes are checked only when
/// they are read.
struct JSONObject {
    struct Member {
        /// Between its quotes, escapes untouched.
        var name: UnsafeBufferPointer<UInt8>
        /// With its quotes or brackets.
        var value: UnsafeBufferPointer<UInt8>

        /// The text of a string; nil for any other value.
        var string: [UInt8]? { JSONObject.string(value) }
        var isObject: Bool { value.first == UInt8(ascii: "{") }
        var isNumber: Bool { value.first.map { $0.isDigit || $0 == UInt8(ascii: "-") } ?? false }
    }

    /// What is longer is not read as JSON.
    static let longest = 64 << 10
    static let mostMembers = 256

    /// In their order, the first 256.
    private(set) var members: [Member] = []

    /// nil for what is not one whole object, with white space around it at most.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count <= Self.longest else { return nil }
        var scan = Scan(text: text)
        guard scan.take("{") else { return nil }
        if !scan.take("}") {
            repeat {
                guard let name = scan.string(), scan.take(":"), let value = scan.value() else {
                    return nil
                }
                if members.count < Self.mostMembers {
                    members.append(Member(name: name.dropQuotes, value: value))
                }
            } while scan.take(",")
            guard scan.take("}") else { return nil }
        }
        guard scan.isAtEnd else { return nil }
    }

    func member(_ name: StaticString) -> Member? {
        members.first { equalIgnoringCase($0.name, name) }
    }

    private struct Scan {
        let text: UnsafeBufferPointer<UInt8>
        var position = 0

        private mutating func skipSpace() {
            while position < text.count, text[position].isSpace { position += 1 }
        }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == text.count
            }
        }

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            skipSpace()
            guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
            position += 1
            return true
        }

        /// With its quotes.
        mutating func string() -> UnsafeBufferPointer<UInt8>? {
            let start = position + spaces
            guard start < text.count, text[start] == UInt8(ascii: "\"") else { return nil }
            var end = start + 1
            while end < text.count, text[end] != UInt8(ascii: "\"") {
                end += text[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard end < text.count else { return nil }
            position = end + 1
            return text.part(start...end)
        }

        private var spaces: Int { text[position...].prefix { $0.isSpace }.count }

        mutating func value() -> UnsafeBufferPointer<UInt8>? {
            skipSpace()
            guard position < text.count else { return nil }
            switch text[position] {
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "{"), UInt8(ascii: "["): return nested()
            default: return word()
            }
        }

        /// To the bracket that closes it; the two kinds of brackets are not distinguished.
        private mutating func nested() -> UnsafeBufferPointer<UInt8>? {
            let start = position
            var depth = 0
            while position < text.count {
                switch text[position] {
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "\""):
                    guard string() != nil else { return nil }
                    continue
                default: break
                }
                position += 1
                if depth == 0 { return text.part(start..<position) }
            }
            return nil
        }

        /// A number, `true`, `false` or `null`.
        private mutating func word() -> UnsafeBufferPointer<UInt8>? {
            let start = position
            while position < text.count, text[position].isWordOfJSON { position += 1 }
            return position > start ? text.part(start..<position) : nil
        }
    }
}

extension UInt8 {
    fileprivate var isWordOfJSON: Bool {
        isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "+")
            || self == UInt8(ascii: ".")
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var dropQuotes: UnsafeBufferPointer<UInt8> { part(1..<(count - 1)) }
}
