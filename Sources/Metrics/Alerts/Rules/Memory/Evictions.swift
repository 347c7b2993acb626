extension AlertRule {
    /// Redis removes keys before their time because it is out of memory.
    package static let evictions = AlertRule("evictions", reads: [.stats]) { facts in
        guard let rate = facts.snapshot.server.evictedPerSecond, rate > 0 else { return [] }
        return [
            Alert(
                rule: "evictions", severity: .warning, value: rate, threshold: 0,
                message: "Redis evicts \(Format.rate(rate)) keys a second, since memory is full. "
                    + "Raise maxmemory, or keep copies for a shorter time.")
        ]
    }
}
