/// Text out of a request's target (RFC 3986, and `application/x-www-form-urlencoded` for queries).
///
/// Nothing is refused here. A `%` that begins no escape stands for itself, and bytes that are no UTF-8
/// become U+FFFD: the text that results is the shopper's question, and keys are made from that text.
enum PercentCoding {
    /// - Parameter query: also `+` is an escape, for a blank.
    static func decode(_ text: Substring, query: Bool = false) -> String {
        let special: (UInt8) -> Bool = { $0 == percent || (query && $0 == plus) }
        guard text.utf8.contains(where: special) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == percent, let value = escape(rest.prefix(2)) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(query && byte == plus ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// In the order in which they were sent; a name without `=` has an empty value.
    static func parameters(_ query: String) -> [(name: String, value: String)] {
        query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            return (
                decode(Substring(pair[..<end]), query: true),
                decode(Substring(pair[end...].dropFirst()), query: true)
            )
        }
    }

    /// All but the unreserved characters escaped: nothing left in it means something in a URL.
    static func encode(_ text: String) -> String {
        let bytes = text.utf8.flatMap { byte in
            unreserved.contains(byte)
                ? [byte] : [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let percent = UInt8(ascii: "%")
    private static let plus = UInt8(ascii: "+")

    private static func escape(_ digits: Substring.UTF8View) -> UInt8? {
        guard digits.count == 2, let high = digits.first.flatMap(nibble),
            let low = digits.last.flatMap(nibble)
        else { return nil }
        return high << 4 | low
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
