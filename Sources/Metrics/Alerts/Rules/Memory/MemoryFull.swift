extension AlertRule {
    /// Used memory comes near maxmemory.
    package static let memoryFull = AlertRule("memoryFull", reads: [.memory]) { facts in
        let memory = facts.snapshot.memory
        guard let used = memory.usedBytes, let limit = memory.maxBytes, limit > 0 else { return [] }
        let ratio = Double(used) / Double(limit)
        let limits: [(Double, Alert.Severity)] = [(0.95, .critical), (0.85, .warning)]
        guard let (threshold, severity) = limits.first(where: { ratio >= $0.0 }) else { return [] }
        return [
            Alert(
                rule: "memoryFull", severity: severity, value: ratio, threshold: threshold,
                message: "Redis uses \(Format.percent(ratio)) of maxmemory "
                    + "(\(Format.bytes(used)) of \(Format.bytes(limit))). Raise maxmemory, or keep "
                    + "copies for a shorter time.")
        ]
    }
}
