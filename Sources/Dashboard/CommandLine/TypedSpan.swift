/// A stretch of time as an operator types it: `500ms`, `5s`, `30m`, `2h`, `1d`; a number alone is seconds.
struct TypedSpan: Sendable, Hashable {
    private static let longest = 366.0 * 86_400

    let seconds: Double

    init?(_ text: String) {
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0)
        guard digits.first?.isASCIIDigit == true,
            digits.allSatisfy({ $0.isASCIIDigit || $0 == "." }), let number = Double(digits)
        else { return nil }
        seconds = number * (unit?.1 ?? 1)
        guard seconds.isFinite, seconds <= Self.longest else { return nil }
    }
}
