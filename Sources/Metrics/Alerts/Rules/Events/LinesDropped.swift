extension AlertRule {
    /// Lines of a channel or a log came faster than they were read.
    package static let linesDropped = AlertRule(
        "linesDropped", "lines came faster than they were read", reads: [.events], hold: .none
    ) { facts in
        let events = facts.snapshot.events
        guard events.dropped > 0 else { return [] }
        return [
            Alert(
                rule: "linesDropped", severity: .warning, subject: events.source,
                value: Double(events.dropped), threshold: 0,
                message: "Lines of \(events.source) came faster than they were read, and "
                    + "\(Format.grouped(events.dropped)) were dropped: hits and misses are too low. "
                    + "Publish to a stream instead.")
        ]
    }
}
