/// What all rules find in a snapshot, most important first: what goes on before what is over, grave things, then
/// what concerns most look-ups.
package enum Diagnosis {
    package static let most = 10
    /// Of one rule, so that ten resources with the same fault do not hide another.
    private static let mostOfARule = 3

    package static func findings(of snapshot: Snapshot) -> [Finding] {
        let found = FindingRule.all.enumerated().flatMap { place, rule in
            rule.findings(in: snapshot).enumerated().map { order, finding in
                Found(place: place, order: order, finding: finding)
            }.sorted(by: precedes).prefix(mostOfARule)
        }
        return found.sorted(by: precedes).prefix(most).map(\.finding)
    }

    private struct Found {
        /// Of its rule among all, and its own among the rule's.
        var place: Int
        var order: Int
        var finding: Finding
    }

    private static func precedes(_ a: Found, _ b: Found) -> Bool {
        let (mine, theirs) = (a.finding, b.finding)
        if let end = mine.endedAt, let other = theirs.endedAt, end != other { return end > other }
        if (mine.endedAt == nil) != (theirs.endedAt == nil) { return mine.endedAt == nil }
        if mine.severity != theirs.severity { return rank(mine.severity) < rank(theirs.severity) }
        // Among advice the gain decides, among faults the rule does.
        if mine.severity != .info, a.place != b.place { return a.place < b.place }
        if mine.impact != theirs.impact { return mine.impact ?? 0 > theirs.impact ?? 0 }
        return (a.place, a.order) < (b.place, b.order)
    }

    private static func rank(_ severity: Alert.Severity) -> Int {
        switch severity {
        case .critical: 0
        case .warning: 1
        case .info: 2
        }
    }
}
