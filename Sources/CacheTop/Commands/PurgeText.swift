import Console
import Metrics

/// The plan of `purge` as text: the facts that the dashboard's dialog shows, a line each.
struct PurgeText {
    private static let labelWidth = 10

    let facts: PlanFacts

    var lines: [String] {
        facts.groups.flatMap(\.self).flatMap { fact in
            fact.texts.enumerated().map { index, pieces in
                let label = index == 0 ? fact.label : ""
                let gap = String(repeating: " ", count: max(1, Self.labelWidth - label.count))
                return DisplayLine.safe(label + gap + pieces.joined(separator: " "))
            }
        }
    }
}
