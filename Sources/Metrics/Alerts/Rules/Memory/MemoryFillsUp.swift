extension AlertRule {
    /// Used memory grows so fast that it reaches maxmemory soon.
    package static let memoryFillsUp = AlertRule(
        "memoryFillsUp", reads: [.memory], needsSeconds: 10
    ) { facts in
        let soon = 1800.0
        guard let left = facts.snapshot.secondsUntilFull, left > 0, left <= soon else { return [] }
        let consequence =
            facts.snapshot.memory.policy == "noeviction"
            ? "Redis then refuses writes." : "Redis then evicts keys."
        return [
            Alert(
                rule: "memoryFillsUp", severity: .warning, value: left, threshold: soon,
                message: "Memory is full in about \(Format.span(left)) at its present growth. "
                    + "\(consequence) Look at whose it is, or raise maxmemory.")
        ]
    }
}
