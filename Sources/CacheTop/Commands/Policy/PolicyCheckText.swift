import Console
import LiveCache
import Metrics

/// The report of `policy check` as text.
struct PolicyCheckText {
    static let groups = 12

    let report: PolicyCheckReport
    let endpoint: String

    var lines: [String] {
        var lines = [head, ""]
        lines += table
        lines += warnings
        lines += leftovers
        return lines.map(DisplayLine.safe)
    }

    private var head: String {
        var text = "\(endpoint): looked at \(Format.grouped(UInt64(report.looked))) keys"
        if let all = report.databaseKeys, !report.isWhole {
            text += " of about \(Format.grouped(all)); --sample 0 looks at all"
        }
        if report.isOneNodeOfCluster { text += "; this node of the cluster only" }
        if !report.keyPrefix.isEmpty { text += "; key-prefix '\(report.keyPrefix)'" }
        return text
    }

    private var table: [String] {
        var rows = [["resource", "identity", "keys", "before", "examples"]]
        for row in report.resources {
            rows.append([
                row.resource.name, row.identity ?? "pattern can't be read", "\(row.keys)",
                "\(row.before)", row.examples.map(KeyText.text).joined(separator: "  "),
            ])
        }
        return Self.aligned(rows, numbers: [2, 3])
    }

    private var warnings: [String] {
        let loose = report.resources.filter(\.endsInsideSegment).map { row in
            "! \(row.resource.name): any text may follow '\(row.identity ?? "")', so it takes keys such as "
                + "'\(row.identity ?? "")x'. Put a separator before the first placeholder of "
                + "'\(row.resource.pattern)'."
        }
        let changed = report.resources.filter { $0.keys != $0.before }.map { row in
            "! \(row.resource.name): \(Self.keys(row.keys)) now, \(row.before) under the old rule."
        }
        let beyond =
            report.isMatchedBeyond
            ? ["! The keys of the resources are a small part of all; --sample 0 counts them."] : []
        let all = loose + changed + beyond
        return all.isEmpty ? [] : [""] + all
    }

    private var leftovers: [String] {
        let verb = report.unclassified == 1 ? "belongs" : "belong"
        var lines = ["", "\(Self.keys(report.unclassified)) \(verb) to no resource"]
        lines[1] += "; \(report.own) are counters, the event stream or cachetop's own"
        guard report.unclassified > 0 else { return lines }
        let (groups, rest) = report.largestGroups(Self.groups)
        lines += Self.aligned(
            groups.map { ["  \(KeyText.text($0.name))", "\($0.keys)"] }, numbers: [1])
        if rest > 0 { lines.append("  and \(rest) more") }
        return lines
    }

    private static func keys(_ count: Int) -> String { "\(count) \(count == 1 ? "key" : "keys")" }

    private static func aligned(_ rows: [[String]], numbers: Set<Int>) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                let space = String(repeating: " ", count: max(0, widths[column] - text.count))
                line += column > 0 ? "  " : ""
                line += numbers.contains(column) ? space + text : text + space
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
