extension AlertRule {
    /// Redis removes keys before their time because it is out of memory.
    package static let evictions = AlertRule(
        "evictions", "Redis evicts keys", reads: [.stats],
        numbers: [AlertNumber("above", .perSecond, 0)], hold: .long
    ) { facts in
        guard let rate = facts.snapshot.server.evictedPerSecond, let bound = facts.number("above"),
            rate > (facts.held() == nil ? bound : bound / 2)
        else { return [] }
        return [
            Alert(
                rule: "evictions", severity: .warning, value: rate, threshold: bound,
                message: "Redis evicts \(Format.rate(rate)) keys a second, since memory is full. "
                    + "Raise maxmemory, or keep copies for a shorter time.")
        ]
    }
}
