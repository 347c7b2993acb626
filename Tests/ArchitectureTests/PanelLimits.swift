/// Panels hold no limit: what is too full, too late or too many is a rule in Metrics/Alerts, and colours
/// come from its alerts.
enum PanelLimits {
    static func concerns(_ file: SourceFile) -> Bool {
        file.path.hasPrefix("Dashboard/Panels/") || file.path == "Dashboard/Frame/Header.swift"
    }

    static func offences(in file: SourceFile) -> [String] {
        let lines = file.text.lines
        return lines.indices.flatMap { index -> [String] in
            let place = "\(file.path):\(index + 1)"
            var found: [String] = []
            if lines[index].contains(/[0-9]\.[0-9]/) {
                found.append("\(place): a decimal number, such as a limit")
            }
            for match in lines[index].matches(
                of: /([A-Za-z]+)(?: \?\? 0)?[)\]?! ]*[<>]=? *([0-9]+)/)
            where match.2 != "0" && !layout.contains(where: match.1.lowercased().hasSuffix) {
                found.append("\(place): a comparison with \(match.2)")
            }
            // A comparison may be broken before its colour.
            let statement = lines[index...].prefix(2).joined(separator: " ")
            if lines[index].contains(/[<>]=? *[0-9]/),
                statement.contains(/\.(warning|critical|barWarning|barCritical)\b/)
            {
                found.append("\(place): a colour by a comparison")
            }
            return found
        }
    }

    /// What is a size of the screen.
    private static let layout = ["height", "width", "rows", "columns", "each", "count"]
}
