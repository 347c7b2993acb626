/// The stream's newest id lies ahead of the server's clock: a publisher chose ids itself, or the clock
/// was set back. Redis gives no lower id from then on, so ids say nothing of when an event happened.
package struct EventsAheadOfClock: Sendable {
    package static let rule = "eventsAheadOfClock"

    var source: String
    var aheadSeconds: Double
    /// Entries with such ids that were read.
    var entries: UInt64

    var alert: Alert {
        Alert(
            rule: Self.rule, severity: .warning, subject: source, value: aheadSeconds,
            threshold: Timestamp.aheadTolerance,
            message: "The newest id in \(source) lies \(Format.span(aheadSeconds)) ahead of the "
                + "server's clock. \(Format.grouped(entries)) such entries count in the totals, and in "
                + "the windows only when they were seen to arrive. Publish with the id *, and remove "
                + "the stream once: until then every new entry gets such an id.")
    }
}
