extension AlertRule {
    /// There is a memory limit, and at the limit Redis refuses writes instead of evicting.
    package static let memoryRefusesWrites = AlertRule(
        "memoryRefusesWrites", "maxmemory-policy is noeviction", reads: [.memory], hold: .none
    ) { facts in
        let memory = facts.snapshot.memory
        guard memory.policy == "noeviction", let limit = memory.maxBytes, limit > 0 else {
            return []
        }
        return [
            Alert(
                rule: "memoryRefusesWrites", severity: .warning,
                message: "maxmemory-policy is noeviction: at the limit Redis refuses writes, and "
                    + "the API can't fill the cache. Set allkeys-lru or another policy that evicts."
            )
        ]
    }
}
