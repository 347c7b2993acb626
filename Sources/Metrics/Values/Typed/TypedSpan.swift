/// A stretch of time as it is typed, or stands in a file: `500ms`, `1s`, `5m`, `2h`, `1d`, `0`, `1.5s`. A
/// number alone is seconds.
package struct TypedSpan: Sendable, Hashable {
    /// Ten years.
    package static let longestSeconds = 10.0 * 365 * 86_400
    package static let hint = "use a number and a unit, as in 500ms, 30s, 5m, 2h"

    package let seconds: Double

    package init(seconds: Double) { self.seconds = seconds }

    /// nil: not a time, or longer than ten years.
    package init?(_ text: String) {
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0)
        guard digits.first?.isASCIIDigit == true,
            digits.allSatisfy({ $0.isASCIIDigit || $0 == "." }), let number = Double(digits)
        else { return nil }
        seconds = number * (unit?.1 ?? 1)
        guard seconds <= Self.longestSeconds else { return nil }
    }

    package static func seconds(_ text: String) -> Double? { TypedSpan(text)?.seconds }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
