import Console
import Metrics
import Screen

/// A check's outcome for people and for Nagios.
enum CheckText {
    /// A line for each alert and each rule that can't be judged, and one that sums up.
    static func text(_ report: CheckReport) -> String {
        var lines = report.results.flatMap { result -> [String] in
            if let why = result.why {
                let lead = result.isLeftOut ? "left out" : result.status.name.uppercased()
                return ["\(lead): \(result.rule): \(why)"]
            }
            return result.alerts.filter { $0.severity != .info }.map {
                "\($0.severity.rawValue.uppercased()): \($0.rule): \($0.message)"
            }
        }
        lines.append("\(report.status.name.uppercased()): \(summary(report))")
        return lines.map { DisplayLine.safe($0) + "\n" }.joined()
    }

    /// `CACHETOP WARNING - keysOverTTL: … | 'used memory'=123B …`, on one line: a `|` would begin the
    /// performance data.
    static func line(_ report: CheckReport, _ snapshot: Snapshot) -> String {
        let told = report.results.flatMap { result -> [String] in
            if let why = result.why, !result.isLeftOut { return ["\(result.rule): \(why)"] }
            return result.alerts.filter { $0.severity != .info }.map { "\($0.rule): \($0.message)" }
        }
        let words = told.isEmpty ? summary(report) : told.joined(separator: " ")
        let figures = PerformanceData(snapshot).text
        let safe = DisplayLine.safe("CACHETOP \(report.status.name.uppercased()) - \(words)")
        return safe.map { $0 == "|" ? "/" : String($0) }.joined()
            + (figures.isEmpty ? "" : " | " + figures)
    }

    private static func summary(_ report: CheckReport) -> String {
        let judged = report.results.filter { $0.why == nil }
        let holding = judged.count { $0.status != .ok }
        let unknown = report.results.count { $0.why != nil && !$0.isLeftOut }
        var parts = [
            "\(judged.count) rules judged, "
                + (holding == 0 ? "none of them holds" : "\(holding) of them hold")
        ]
        if unknown > 0 { parts.append("\(unknown) can't be judged") }
        return parts.joined(separator: ", ") + "."
    }
}
