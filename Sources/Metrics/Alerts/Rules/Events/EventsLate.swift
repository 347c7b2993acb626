extension AlertRule {
    /// Events arrive late: publishers batch for too long, or reading falls behind.
    package static let eventsLate = AlertRule(
        "eventsLate", "events arrive late", reads: [.events],
        numbers: [AlertNumber("above", .seconds, 2, in: 0.5...3600)],
        // What lies in the stream at the start is old, and read within a moment.
        hold: AlertHold(beginsAfter: 5, endsAfter: 30)
    ) { facts in
        let events = facts.snapshot.events
        guard let lag = events.lagSeconds, let threshold = facts.number("above"),
            lag > (facts.held(events.source) == nil ? threshold : threshold / 2)
        else { return [] }
        return [
            Alert(
                rule: "eventsLate", severity: .warning, subject: events.source, value: lag,
                threshold: threshold,
                message:
                    "The newest event in \(events.source) was \(Format.duration(lag)) old when it "
                    + "arrived. Let publishers batch for 50 ms at most, or look for a slow network."
            )
        ]
    }
}
