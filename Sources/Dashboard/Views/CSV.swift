import Metrics
import Screen

/// Comma-separated values (RFC 4180) that neither a spreadsheet nor a terminal obeys.
///
/// Foreign text has its control characters and broken bytes as escapes (`\n`, `\xFF`). A text that begins
/// with `=`, `+`, `-` or `@` would be a formula: an apostrophe stands before it.
enum CSV {
    enum Cell: Sendable, Hashable {
        case text(String)
        case number(String)
        case none

        static func count(_ value: UInt64?) -> Cell { value.map { .number(String($0)) } ?? .none }

        static func decimal(_ value: Double?, places: Int) -> Cell {
            guard let value, value.isFinite else { return .none }
            return .number(Format.decimal(value, places: places))
        }

        static func moment(_ value: Timestamp?) -> Cell {
            value.map { .number($0.description) } ?? .none
        }
    }

    static func document(header: [String], rows: [[Cell]]) -> [UInt8] {
        let lines = [header.joined(separator: ",")] + rows.map(line)
        return lines.reduce(into: []) { $0 += Array($1.utf8) + [13, 10] }
    }

    private static func line(_ cells: [Cell]) -> String {
        cells.map { cell in
            switch cell {
            case .none: ""
            case .number(let text): text
            case .text(let text): quoted(text)
            }
        }.joined(separator: ",")
    }

    static func quoted(_ text: String) -> String {
        var text = DisplayText(text).string
        // By scalars: a mark that combines with one of these makes another character, not another field.
        if let first = text.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) {
            text = "'" + text
        }
        guard text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }
}
