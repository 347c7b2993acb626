extension FindingRule {
    /// A counter and its keys do not go together: the gravest of each counter.
    package static let counterDrift = FindingRule("counterDrift") { snapshot in
        snapshot.drift.gravestOfEachCounter.map { finding($0, snapshot) }
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
                "since": since(drift, snapshot).map { .moment($0) },
                "cause": drift.cause.map { .text($0.rawValue) },
            ]), message: drift.message, advice: drift.advice)
    }

    /// That of its alert, which goes on while one thing wrong with a counter follows from another. nil: not known.
    private static func since(_ drift: Drift, _ snapshot: Snapshot) -> Timestamp? {
        guard let alert = snapshot.alert(.counterDrift, of: drift.counter) else {
            return drift.since
        }
        return alert.heldAtStart == true ? nil : alert.since ?? snapshot.takenAt
    }

    /// What it says of the cause is what is left when nothing else was seen.
    private static func isGuess(_ drift: Drift) -> Bool {
        drift.kind == .keysAboveCounter || drift.cause == .overwritten
    }
}
