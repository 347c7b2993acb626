extension AlertRule {
    /// maxmemory is 0: nothing stops the cache from taking all memory of its machine.
    package static let memoryUnlimited = AlertRule(
        "memoryUnlimited", "maxmemory is not set", reads: [.memory], hold: .none
    ) { facts in
        guard facts.snapshot.memory.maxBytes == 0 else { return [] }
        return [
            Alert(
                rule: "memoryUnlimited", severity: .warning,
                message: "Redis has no memory limit: it grows until its machine has none left. Set "
                    + "maxmemory, and a maxmemory-policy that evicts.")
        ]
    }
}
