extension AlertRule {
    /// Parts of the stream were trimmed before they were read.
    package static let eventsLost = AlertRule(
        "eventsLost", "entries of the stream were trimmed unread", reads: [.events, .streamInfo],
        hold: .none
    ) { facts in
        let events = facts.snapshot.events
        guard events.gaps > 0 else { return [] }
        let count = events.lostEntries.map { " (\(Format.grouped($0)))" } ?? ""
        return [
            Alert(
                rule: "eventsLost", severity: .warning, subject: events.source,
                value: Double(events.gaps), threshold: 0,
                message:
                    "Entries of \(events.source) were trimmed before they were read\(count): hits and "
                    + "misses are too low. Publish with a larger MAXLEN.")
        ]
    }
}
