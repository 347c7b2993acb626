/// Stretches of time as they are typed: `500ms`, `1s`, `5m`, `2h`, `1d`, `0`, `1.5s`. A number
/// alone is seconds.
enum TimeText {
    static func seconds(_ text: String) -> Double? {
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0)
        guard let first = digits.first, first.isASCII, first.isNumber,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let number = Double(digits), number.isFinite
        else { return nil }
        let seconds = number * (unit?.1 ?? 1)
        return seconds <= 10 * 365 * 86_400 ? seconds : nil
    }

    static let hint = "use a number and a unit, as in 500ms, 30s, 5m, 2h"
}
