extension AlertRule {
    /// Another stream took the place of the one that was read.
    package static let streamRestarted = AlertRule(
        "streamRestarted", "the event stream was made anew", reads: [.events], hold: .none
    ) { facts in
        let events = facts.snapshot.events
        guard events.resets > 0 else { return [] }
        let times = events.resets == 1 ? "once" : "\(Format.grouped(events.resets)) times"
        return [
            Alert(
                rule: "streamRestarted", severity: .warning, subject: events.source,
                value: Double(events.resets), threshold: 0,
                message:
                    "\(events.source) was deleted and made again \(times): what was not read by "
                    + "then is lost. Look for DEL, FLUSHALL or a failover.")
        ]
    }
}
