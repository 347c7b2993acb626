extension AlertRule {
    /// Used memory comes near maxmemory.
    package static let memoryFull = AlertRule(
        "memoryFull", "used memory comes near maxmemory", reads: [.memory],
        numbers: [
            AlertNumber("warning", .share, 0.85), AlertNumber("critical", .share, 0.95),
        ]
    ) { facts in
        let memory = facts.snapshot.memory
        guard let used = memory.usedBytes, let limit = memory.maxBytes, limit > 0 else { return [] }
        let ratio = Double(used) / Double(limit)
        guard let level = facts.level(of: ratio, endingAt: { $0 - 0.02 }) else { return [] }
        return [
            Alert(
                rule: "memoryFull", severity: level.severity, value: ratio, threshold: level.bound,
                message: "Redis uses \(Format.percent(ratio)) of maxmemory "
                    + "(\(Format.bytes(used)) of \(Format.bytes(limit))). Raise maxmemory, or keep "
                    + "copies for a shorter time.")
        ]
    }
}
