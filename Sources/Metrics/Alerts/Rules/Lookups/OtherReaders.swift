extension AlertRule {
    /// Other watchers' look-ups can move the server's own hit rate by a point.
    package static let otherReaders = AlertRule(
        "otherReaders", "look-ups of other watchers raise the server's hit rate",
        reads: [.commandStats], numbers: [AlertNumber("above", .share, 0.01)], hold: .long
    ) { facts in
        guard let share = facts.snapshot.server.otherReadersRatio,
            let threshold = facts.number("above"),
            share >= (facts.held() == nil ? threshold : threshold / 2)
        else { return [] }
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
