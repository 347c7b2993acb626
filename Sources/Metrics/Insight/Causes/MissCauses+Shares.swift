extension MissCauses {
    /// All misses; the causes add up to them.
    package var total: UInt64 {
        MissCause.allCases.reduce(0) { saturatingSum($0, self[$1]) }
    }

    /// nil without misses.
    package func share(of cause: MissCause) -> Double? {
        total > 0 ? Double(self[cause]) / Double(total) : nil
    }

    /// The cause of most misses: one that is known where it has as many. nil without misses.
    package var main: MissCause? {
        guard total > 0 else { return nil }
        // The unknown comes last, and `max` keeps the first of equals.
        return MissCause.allCases.max { self[$0] < self[$1] }
    }
}

extension MissCause {
    /// Its name in contracts and on the screen.
    package var name: String { "\(self)" }
}
