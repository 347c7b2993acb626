extension FindingRule {
    /// Memory is full soon at its present growth, or is as good as full.
    package static let memoryFills = FindingRule("memoryFills") { snapshot in
        let fills = snapshot.alertNow(.memoryFillsUp)
        let full = snapshot.alertNow(.memoryFull)
        guard let alert = full ?? fills else { return [] }
        let shares = snapshot.memoryBy.filter { $0.of != MemoryShare.overhead && $0.bytes != nil }
        let largest = shares.max { ($0.bytes ?? 0) < ($1.bytes ?? 0) }
        let memory = snapshot.memory
        let used = Format.bytes(memory.usedBytes)
        var message = "Redis uses \(used) of \(Format.bytes(memory.maxBytes))"
        if let left = snapshot.secondsUntilFull, left > 0 {
            message += ", and is full in about \(Format.span(left)) at its present growth"
        }
        if let largest { message += "; most is \(largest.of) (\(Format.bytes(largest.bytes)))" }
        let unread = snapshot.resources.filter { ($0.neverRead?.share ?? 0) >= 0.5 }.max {
            ($0.neverRead?.bytes ?? 0) < ($1.neverRead?.bytes ?? 0)
        }
        let cheapest = unread.flatMap { resource in
            resource.neverRead.map { unread in
                "Look first at \(resource.name): of \(unread.population), \(Format.percent(unread.share)) "
                    + "were never read"
                    + (unread.bytes.map { " and take \(Format.bytes($0))" } ?? "") + "; "
            }
        }
        return [
            Finding(
                isGrave(full, snapshot) ? .critical : alert.severity,
                resource: snapshot.report(largest?.of)?.name,
                evidence: .known([
                    "usedBytes": memory.usedBytes.map { .count($0) },
                    "maxBytes": memory.maxBytes.map { .count($0) },
                    "secondsUntilFull": snapshot.secondsUntilFull.map { .number($0) },
                    "growthBytesPerSecond": memory.growthBytesPerSecond.map { .number($0) },
                    "largest": largest.map { .text($0.of) },
                    "largestBytes": largest?.bytes.map { .count($0) },
                    "policy": memory.policy.map { .text($0) },
                ]), message: message + ".",
                advice: (cheapest ?? "") + (cheapest == nil ? "Raise" : "or raise")
                    + " maxmemory, or keep copies for a shorter time.")
        ]
    }

    private static let soonSeconds = 300.0

    /// Without eviction Redis refuses writes when it is full: grave when that is near.
    private static func isGrave(_ full: Alert?, _ snapshot: Snapshot) -> Bool {
        guard snapshot.memory.policy == "noeviction" else { return false }
        return full != nil || snapshot.secondsUntilFull.map { $0 <= soonSeconds } ?? false
    }
}
