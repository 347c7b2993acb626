extension AlertRule {
    /// Events arrive late: publishers batch for too long, or reading falls behind.
    package static let eventsLate = AlertRule("eventsLate", reads: [.events]) { facts in
        let threshold = 2.0
        let events = facts.snapshot.events
        guard let lag = events.lagSeconds, lag > threshold else { return [] }
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
