extension AlertRule {
    /// Used memory grows so fast that it reaches maxmemory soon.
    package static let memoryFillsUp = AlertRule(
        "memoryFillsUp", "memory is full soon, at its present growth", reads: [.memory],
        needsSeconds: 10, numbers: [AlertNumber("within", .seconds, 1800)], hold: .long,
        isOver: { facts, _ in facts.snapshot.memory.refillingSince != nil }
    ) { facts in
        guard let left = facts.snapshot.secondsUntilFull, let soon = facts.number("within"),
            left > 0, left <= (facts.held() == nil ? soon : soon * 1.5)
        else { return [] }
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
