/// The process's environment, as shells, containers and editors of other systems leave it.
///
/// A value may end with the CR of a file that was edited elsewhere, or have the quotes that
/// `docker --env-file` keeps. An empty value is as good as none.
package struct Variables: Sendable {
    package typealias Environment = [String: String]

    private let environment: Environment

    package init(_ environment: Environment) { self.environment = environment }

    /// Without white space at its ends, and without the quotes around it.
    package func text(_ name: String) -> String? {
        var text = Self.trimmed(environment[name] ?? "")
        for quote in ["\"", "'"]
        where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            text = Self.trimmed(text.dropFirst().dropLast())
            break
        }
        return text.isEmpty ? nil : text
    }

    /// A password or another secret: only line ends are taken off, since blanks and quotes may be part of
    /// it.
    package func secret(_ name: String) -> String? {
        let text = Self.trimmed(environment[name] ?? "") { $0 == "\r" || $0 == "\n" }
        return text.isEmpty ? nil : text
    }

    /// Without white space at its ends.
    package static func trimmed(_ text: some StringProtocol) -> String {
        trimmed(String(text)) { $0.properties.isWhitespace }
    }

    /// By scalars: CR and LF together are one character.
    private static func trimmed(
        _ text: String, of isOff: (Unicode.Scalar) -> Bool
    ) -> String {
        var rest = text.unicodeScalars[...]
        while let first = rest.first, isOff(first) { rest.removeFirst() }
        while let last = rest.last, isOff(last) { rest.removeLast() }
        return String(rest)
    }
}
