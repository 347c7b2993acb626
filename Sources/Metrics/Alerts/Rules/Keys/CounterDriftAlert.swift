extension AlertRule {
    /// A counter and the keys that should carry its value do not go together, so that raising it does not
    /// do what it should. Of each counter the gravest.
    package static let counterDrift = AlertRule(
        "counterDrift", "a counter and its keys do not agree", reads: [.counters], hold: .long,
        isOver: { $0.isRepaired($1) }
    ) { facts in
        facts.snapshot.drift.gravestOfEachCounter.filter { $0.severity != .info }.map {
            var alert = Alert(
                rule: "counterDrift", severity: $0.severity, subject: $0.counter,
                value: $0.value.map { Double($0) },
                threshold: $0.value == nil ? nil : $0.repairedValue.map { Double($0) },
                message: "\($0.message) \($0.advice)")
            alert.cause = $0.cause?.word
            return alert
        }
    }
}

extension AlertFacts {
    /// The counter has come to what it was to be set to: to say so for a minute more would be wrong.
    fileprivate func isRepaired(_ alert: Alert) -> Bool {
        guard let repaired = alert.threshold,
            let value = snapshot.versions.first(where: { $0.key == alert.subject })?.value
        else { return false }
        return Double(value) >= repaired
    }
}

extension Drift.Cause {
    /// What happened to the counter; nil: nothing did, or nothing is known of it.
    fileprivate var word: String? {
        switch self {
        case .evicted: "eviction"
        case .flushed: "emptied database"
        case .restarted: "restart"
        case .failedOver: "failover"
        case .deleted: "removal of the counter"
        case .apiCachesCounter, .overwritten, .keyFormat, .other: nil
        }
    }
}
