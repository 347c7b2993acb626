extension AlertRule {
    /// The event source was read and can't be read any more, while Redis answers: a log that has ended, a right
    /// that was taken away, a channel's connection that is refused.
    package static let eventsUnreadable = AlertRule(
        "eventsUnreadable", "the event source can't be read any more",
        numbers: [AlertNumber("after", .seconds, 30, in: 5...3600)], hold: .none
    ) { facts in
        let snapshot = facts.snapshot
        // With Redis gone its stream is gone, too: that is another alert.
        if case .asOf = snapshot.state(of: .memory) { return [] }
        guard case .asOf(let last, let why) = snapshot.state(of: .events),
            let after = facts.number("after")
        else { return [] }
        let silent = facts.now.seconds(since: last)
        guard silent >= after else { return [] }
        let source = snapshot.events.source
        return [
            Alert(
                rule: "eventsUnreadable", severity: .critical, subject: source, value: silent,
                threshold: after, since: last,
                message:
                    "\(source) has not been read for \(Format.span(silent)), so hit rates stand "
                    + "still. \(why)")
        ]
    }
}
