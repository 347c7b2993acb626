extension FindingRule {
    /// A counter and its keys do not go together: the gravest of each counter.
    package static let counterDrift = FindingRule("counterDrift") { snapshot in
        var found: [String: (rank: Int, finding: Finding)] = [:]
        for drift in snapshot.drift {
            let rank = rank(drift.kind)
            if let other = found[drift.counter], other.rank <= rank { continue }
            found[drift.counter] = (rank, finding(drift, snapshot))
        }
        return found.sorted { $0.key < $1.key }.map(\.value.finding)
    }

    private static func finding(_ drift: Drift, _ snapshot: Snapshot) -> Finding {
        let resource = snapshot.report(drift.resource)
        return Finding(
            drift.severity, resource: drift.resource, subject: drift.counter,
            impact: resource.flatMap { snapshot.impact(of: $0, share: drift.share ?? 1) },
            confidence: isGuess(drift) ? .likely : .certain,
            evidence: .known([
                "kind": .text(drift.kind.rawValue), "value": drift.value.map { .count($0) },
                "formerValue": drift.formerValue.map { .count($0) },
                "generation": drift.generation.map { .count($0) },
                "keys": drift.keys.map { .count($0) }, "lookups": drift.lookups.map { .count($0) },
                "share": drift.share.map { .number($0) },
                "since": drift.since.map { .moment($0) },
                "cause": drift.cause.map { .text($0.rawValue) },
            ]), message: drift.message, advice: advice(drift))
    }

    /// What it says of the cause is what is left when nothing else was seen.
    private static func isGuess(_ drift: Drift) -> Bool {
        drift.kind == .keysAboveCounter || drift.cause == .overwritten
    }

    /// The smaller, the graver.
    private static func rank(_ kind: Drift.Kind) -> Int {
        switch kind {
        case .counterMissing: 0
        case .counterWentBack: 1
        case .currentNeverAppears: 2
        case .keysAboveCounter: 3
        case .olderStillAsked: 4
        case .keysWithoutGeneration: 5
        case .other: 6
        }
    }

    /// What to do next, as a sentence.
    static func advice(_ drift: Drift) -> String {
        switch drift.kind {
        case .currentNeverAppears, .olderStillAsked:
            return "Let the API read \(drift.counter) for each request, or restart its instances."
        case .keysWithoutGeneration:
            return "Build the keys with the counter's value, or take the counter out of the policy."
        case .counterMissing, .counterWentBack, .keysAboveCounter:
            let highest = max(drift.formerValue ?? 0, drift.generation ?? 0)
            let next = highest < .max ? highest + 1 : highest
            let repair = "Set \(drift.counter) to \(next), above every version that was in use"
            switch drift.cause {
            case .evicted:
                return repair + ", and choose a volatile policy, so that counters are not evicted."
            case .failedOver, .restarted:
                return repair
                    + ", and compare Redis' persistence and replication with what was lost."
            default: return repair + "."
            }
        case .other: return "Look at the versions panel."
        }
    }
}
