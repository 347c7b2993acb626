/// Swift source with comments and the text of string literals blanked out, so that a rule about code
/// is not broken by prose. Interpolations are code and stay. Lines keep their numbers.
struct SwiftText {
    let lines: [String]

    init(_ source: String) {
        var scanner = Scanner(source: Array(source.utf8))
        scanner.code(until: nil)
        lines = String(decoding: scanner.output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Enough of Swift's lexical structure for this: nested comments, string literals with `#` and
    /// with three quotes, interpolation. Not regex literals: the house does not use them.
    private struct Scanner {
        let source: [UInt8]
        var output: [UInt8] = []
        var position = 0

        init(source: [UInt8]) { self.source = source }

        /// Copies code; returns behind the parenthesis that closes an interpolation, or at the end.
        mutating func code(until close: UInt8?) {
            var depth = 0
            while position < source.count {
                if at("//") {
                    while position < source.count, source[position] != UInt8(ascii: "\n") {
                        position += 1
                    }
                } else if at("/*") {
                    comment()
                } else if let hashes = hashesBeforeQuote() {
                    literal(hashes: hashes)
                } else {
                    let byte = source[position]
                    copy()
                    if byte == UInt8(ascii: "(") { depth += 1 }
                    if byte == UInt8(ascii: ")") {
                        if depth == 0, byte == close { return }
                        depth -= 1
                    }
                }
            }
        }

        private mutating func comment() {
            var depth = 0
            repeat {
                if at("/*") {
                    depth += 1
                    position += 2
                } else if at("*/") {
                    depth -= 1
                    position += 2
                } else {
                    blank()
                }
            } while depth > 0 && position < source.count
        }

        private mutating func literal(hashes: Int) {
            let pounds = String(repeating: "#", count: hashes)
            position += hashes
            let quotes = at("\"\"\"") ? "\"\"\"" : "\""
            position += quotes.utf8.count
            output += Array("\"".utf8)
            while position < source.count, !at(quotes + pounds) {
                if at("\\" + pounds + "(") {
                    position += hashes + 2
                    output += Array("\"(".utf8)
                    code(until: UInt8(ascii: ")"))
                    output += Array("\"".utf8)
                } else if at("\\" + pounds) {
                    position += hashes + 1
                    blank()
                } else {
                    blank()
                }
            }
            position = min(source.count, position + quotes.utf8.count + hashes)
            output += Array("\"".utf8)
        }

        private func hashesBeforeQuote() -> Int? {
            var index = position
            while index < source.count, source[index] == UInt8(ascii: "#") { index += 1 }
            return index < source.count && source[index] == UInt8(ascii: "\"")
                ? index - position : nil
        }

        private func at(_ text: String) -> Bool { source[position...].starts(with: text.utf8) }

        private mutating func copy() {
            output.append(source[position])
            position += 1
        }

        /// Skips a byte, but keeps the end of a line.
        private mutating func blank() {
            guard position < source.count else { return }
            if source[position] == UInt8(ascii: "\n") { output.append(source[position]) }
            position += 1
        }
    }
}
