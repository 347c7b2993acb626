/// Metrics as text, by OpenMetrics 1.0 (openmetrics.io, also RFC draft-richih-opsawg-openmetrics): for
/// each a TYPE, where it has one a UNIT, a HELP, and its samples; `# EOF` at the end.
package enum OpenMetricsText {
    package static let contentType =
        "application/openmetrics-text; version=1.0.0; charset=utf-8"

    package static func text(_ families: [MetricFamily]) -> String {
        families.map(text).joined() + "# EOF\n"
    }

    private static func text(_ family: MetricFamily) -> String {
        var lines = ["# TYPE \(family.name) \(family.kind.rawValue)"]
        if let unit = family.unit { lines.append("# UNIT \(family.name) \(unit)") }
        lines.append("# HELP \(family.name) \(escaped(family.help))")
        lines += family.samples.map {
            "\(family.sampleName)\(labels($0.labels)) \(number($0.value))"
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func labels(_ labels: [MetricFamily.Label]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
            + "}"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return String(value)
    }
}
