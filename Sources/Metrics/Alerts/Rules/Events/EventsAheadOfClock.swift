extension AlertRule {
    /// The stream's newest id lies ahead of the server's clock: a publisher chose ids itself, or the
    /// clock was set back. Redis gives no lower id from then on, so ids say nothing of when an event
    /// happened.
    package static let eventsAheadOfClock = AlertRule(
        "eventsAheadOfClock", "ids of events lie ahead of the server's clock", reads: [.events]
    ) { facts in
        guard let history = facts.history, let ahead = history.status.aheadSeconds else {
            return []
        }
        let source = history.status.source
        return [
            Alert(
                rule: "eventsAheadOfClock", severity: .warning, subject: source, value: ahead,
                threshold: Timestamp.aheadTolerance,
                message: "The newest id in \(source) lies \(Format.span(ahead)) ahead of the "
                    + "server's clock. \(Format.grouped(history.ahead)) such entries count in the "
                    + "totals, and in the windows only when they were seen to arrive. Publish with the "
                    + "id *, and remove the stream once: until then every new entry gets such an id."
            )
        ]
    }
}
