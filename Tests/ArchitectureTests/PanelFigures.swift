/// Panels draw figures, which carry the state of their source (Dashboard/Figures): a panel that formats a
/// number by itself could show one that is old, or was never had, as if it were fresh.
enum PanelFigures {
    /// Texts of records and of lists that have no source's state; not to grow.
    static let exceptions: Set = [
        "Dashboard/Panels/TopKeysPanel.swift", "Dashboard/Panels/TimelinePanel.swift",
        "Dashboard/Panels/TimelineDetail.swift",
        "Dashboard/Panels/InvalidationDetail.swift", "Dashboard/Panels/MarkDetail.swift",
        "Dashboard/Panels/ResourceDetail.swift",
    ]

    static func concerns(_ file: SourceFile) -> Bool {
        PanelLimits.concerns(file) && !exceptions.contains(file.path)
    }

    static func offences(in file: SourceFile) -> [String] {
        file.text.lines.enumerated().compactMap { number, line in
            let place = "\(file.path):\(number + 1)"
            if line.contains(/\bFormat[.]/) { return "\(place): formats a number" }
            let measured =
                /(shown|snapshot)[.](server|memory|memoryBy|total|unclassified|events)(?![A-Za-z])/
            return line.contains(measured) ? "\(place): reads a number without its state" : nil
        }
    }
}
