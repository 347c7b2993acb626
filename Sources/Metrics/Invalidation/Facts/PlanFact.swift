/// One thing to know about a plan, under its label.
package struct PlanFact: Sendable, Hashable {
    package enum Emphasis: Sendable, Hashable {
        case plain
        /// What the operator came for.
        case important
        case warning
    }

    package var label: String
    /// Each begins a line of its own. Its pieces are broken only where one is too long.
    package var texts: [[String]]
    package var emphasis: Emphasis

    init(_ label: String, _ texts: [[String]], _ emphasis: Emphasis = .plain) {
        self.label = label
        self.texts = texts
        self.emphasis = emphasis
    }
}
