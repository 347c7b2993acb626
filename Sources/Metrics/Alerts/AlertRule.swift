/// A rule as one value: its name, and which alerts hold by what it reads.
///
/// A new rule is one file, with its limits, and one name in `all`. Limits stand here and nowhere else:
/// panels take their colours from the alerts.
package struct AlertRule: Sendable {
    /// In the order in which the snapshot lists their alerts.
    package static let all: [AlertRule] = [
        .searchEngine, .policyMatchesNothing, .eventsNotUnderstood, .eventsAheadOfClock,
        .eventsLate, .eventsLost, .streamRestarted, .linesDropped,
        .memoryFull, .memoryFillsUp, .memoryUnlimited, .memoryRefusesWrites, .evictions,
        .otherReaders,
        .hitRateDropped, .keysWithoutExpiry, .keysOverTTL, .deadKeysStay, .counterDrift,
        .expiryCliff, .listenerSilent,
    ]

    /// `alerts[].rule` in the snapshot.
    package let name: String
    /// It can't be judged while one of these is not known.
    let reads: [Source]
    /// How long must have been observed before it can be judged.
    package let needsSeconds: Double
    let alerts: @Sendable (AlertFacts) -> [Alert]

    init(
        _ name: String, reads: [Source] = [], needsSeconds: Double = 0,
        _ alerts: @escaping @Sendable (AlertFacts) -> [Alert]
    ) {
        self.name = name
        self.reads = reads
        self.needsSeconds = needsSeconds
        self.alerts = alerts
    }
}
