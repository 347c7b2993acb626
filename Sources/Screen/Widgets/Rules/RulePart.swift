/// What stands at the right end of a panel's rule, in the forms that it may have.
package struct RulePart: Sendable, Hashable {
    /// How much it counts, the most important first.
    package enum Rank: Int, Sendable, Hashable, CaseIterable, Comparable {
        /// Something is wrong, or a figure of the panel is not what it seems.
        case trouble
        /// What the panel does not list now, and the key that changes that.
        case notice
        /// How old the figures are.
        case age
        /// What else the operator chose.
        case choice
        case extra

        package static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }

    package var rank: Rank
    /// Longest first; empty: there is nothing to say.
    package var forms: [Line]

    package init(_ rank: Rank, _ forms: [Line]) {
        self.rank = rank
        self.forms = forms.filter { !$0.isEmpty }
    }

    package init(_ rank: Rank, _ line: Line) { self.init(rank, [line]) }
}
