/// Alerts as happenings. One that was there from the start did not begin then. What has an entry of its own
/// kind is left out.
enum AlertLog {
    /// Their happenings are `flush`, `restart`, `evictions`, `gap` and the invalidations themselves.
    private static let others: Set = [
        "databaseEmptied", "evictions", "eventsLost", "streamRestarted", "linesDropped",
        "hitRateDropped",
    ]

    static func isKept(_ alert: Alert) -> Bool {
        alert.severity != .info && !others.contains(alert.rule)
    }

    /// The beginning, or the same with its end; nil: it is not kept.
    static func entry(_ change: AlertChange) -> TimelineEntry? {
        guard isKept(change.alert), let since = change.alert.since,
            change.event == .ended || !change.heldAtStart
        else { return nil }
        return entry(change.alert, at: since, until: change.until)
    }

    static func entry(
        _ alert: Alert, at moment: Timestamp, until end: Timestamp? = nil
    ) -> TimelineEntry {
        let subject = alert.subject.map { "\(alert.rule) \($0)" } ?? alert.rule
        var entry = TimelineEntry(
            at: moment, until: end, kind: .alert, subject: subject, message: alert.message)
        entry.severity = alert.severity
        (entry.rule, entry.about) = (alert.rule, alert.subject)
        return entry
    }

    /// One that was shown and ended before it was reported.
    static func entry(_ ended: EndedAlert) -> TimelineEntry? {
        let alert = Alert(
            rule: ended.rule, severity: ended.severity, subject: ended.subject,
            since: ended.since, message: ended.message)
        return isKept(alert) ? entry(alert, at: ended.since, until: ended.until) : nil
    }
}
