import ArgumentParser

/// A stretch of time as it is typed or stands in a scenario: `90`, `1.5`, `500ms`, `30s`, `2m`,
/// `1h`. A number alone is seconds.
struct DurationText: ExpressibleByArgument, Hashable, Sendable {
    static let longestSeconds = 31_536_000.0
    static let hint = "a number of seconds, or one with a unit as in 500ms, 30s, 2m or 1h"

    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    /// nil: no such text, or longer than a year.
    init?(argument text: String) {
        let units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0)
        guard digits.first?.isNumber == true,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let number = Double(digits)
        else { return nil }
        let seconds = number * (unit?.1 ?? 1)
        guard seconds <= Self.longestSeconds else { return nil }
        self.seconds = seconds
    }

    var defaultValueDescription: String { "\(Int(seconds))s" }
}
