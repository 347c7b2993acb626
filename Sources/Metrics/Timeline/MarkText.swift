/// The text of a mark, as it may be written: one line that every terminal can show.
package struct MarkText: Sendable, Hashable, CustomStringConvertible {
    package static let byteLimit = 200

    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    package let description: String

    package init(_ text: String) throws(Problem) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard !words.isEmpty else {
            throw Problem(
                description: "The mark has no text; say what happened, as in "
                    + "cachetop mark \"deploy 42\".")
        }
        let bytes = text.utf8.count
        guard bytes <= Self.byteLimit else {
            throw Problem(
                description: "The mark has \(bytes) bytes; shorten it to \(Self.byteLimit).")
        }
        guard !text.unicodeScalars.contains(where: Self.isControl) else {
            throw Problem(
                description: "The mark holds a control character (a line end, a tab, or one that "
                    + "turns the direction of text); leave it out.")
        }
        description = text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x2028, 0x2029: true
        default: JSONText.mustEscape(scalar.value)
        }
    }
}
