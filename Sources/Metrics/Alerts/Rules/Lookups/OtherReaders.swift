extension AlertRule {
    /// Other watchers' look-ups can move the server's own hit rate by a point.
    package static let otherReaders = AlertRule("otherReaders", reads: [.commandStats]) { facts in
        let threshold = 0.01
        guard let share = facts.snapshot.server.otherReadersRatio, share >= threshold else {
            return []
        }
        return [
            Alert(
                rule: "otherReaders", severity: .warning, value: share, threshold: threshold,
                message:
                    "\(Format.percent(share)) of the look-ups in Redis are PTTL, TTL or OBJECT of "
                    + "other watchers: the server's own hit rate is too high. Stop other dashboards and "
                    + "exporters, or go by the rates of the events.")
        ]
    }
}
