extension AlertRule {
    /// Events came and were understood, and now none comes though the server still counts look-ups: the API
    /// has lost its publisher, and all hit rates of events stand still.
    package static let eventsSilent = AlertRule(
        "eventsSilent", "no event comes while Redis counts look-ups", reads: [.events, .stats],
        needsSeconds: 60,
        numbers: [
            AlertNumber("after", .seconds, 60, in: 10...300), AlertNumber("lookups", .count, 200),
        ], hold: .none
    ) { facts in
        guard let history = facts.history, let newest = history.newestEvent,
            history.understanding.understood > 0, history.canHearEvents,
            let after = facts.number("after"), let least = facts.number("lookups")
        else { return [] }
        let silent = facts.now.seconds(since: newest)
        // What is looked up now is nearer to all that was, than to what it was without the events.
        guard silent >= after, let flow = history.flow, flow.isNotable,
            let others = history.server.othersLookups(since: newest),
            Double(others.count) >= least,
            Double(others.count) / others.seconds >= flow.lookups - flow.events / 2
        else { return [] }
        let source = facts.snapshot.events.source
        return [
            Alert(
                rule: "eventsSilent", severity: .critical, subject: source, value: silent,
                threshold: after, since: newest,
                message: "No event has come in \(source) for \(Format.span(silent)), while Redis "
                    + "counted \(Format.grouped(others.count)) look-ups: hit rates of events stand still. "
                    + "Check that the API publishes to \(source), and no other program uses this Redis."
            )
        ]
    }
}

extension History {
    /// The source is read, or its stream is missing: in both cases no event came.
    fileprivate var canHearEvents: Bool {
        eventsState.isFresh || status.problem?.kind == .pending
    }
}
