/// A rule as one value: its name, what it is about, its numbers, and which conditions hold by what it reads.
///
/// A new rule is one file in Rules, one name in `all` and one row in docs/alerts.md. Numbers stand there and
/// nowhere else: panels take their colours from the alerts.
package struct AlertRule: Sendable {
    /// In the order in which the snapshot lists their alerts.
    package static let all: [AlertRule] = [
        .redisUnavailable, .searchEngine, .databaseEmptied, .policyMatchesNothing,
        .eventsNotUnderstood, .eventsAheadOfClock, .eventsLate, .eventsLost, .eventsSilent,
        .eventsUnreadable, .streamRestarted, .linesDropped,
        .memoryFull, .memoryFillsUp, .memoryUnlimited, .memoryRefusesWrites, .evictions,
        .otherReaders, .serverBusy, .replicaLags,
        .hitRateDropped, .hitRateLow, .hitRateUnusual, .keysWithoutExpiry, .keysOverTTL,
        .deadKeysStay, .counterDrift, .expiryCliff, .listenerSilent, .onAlertFails,
    ]

    /// `alerts[].rule` in the snapshot.
    package let name: String
    /// What holds, in a few words.
    package let what: String
    /// It can't be judged while one of these is not known.
    let reads: [Source]
    /// How long must have been observed before it can be judged.
    package let needsSeconds: Double
    package let numbers: [AlertNumber]
    let hold: AlertHold
    /// It is about a run of cachetop: there is nothing to judge once.
    let isOfRun: Bool
    /// Why it can't be judged though its sources are known; nil: it can.
    let unknown: @Sendable (Snapshot) -> String?
    let alerts: @Sendable (AlertFacts) -> [Alert]
    /// What an alert of it says is known to be over: it ends at once, and not after its hold.
    let isOver: @Sendable (AlertFacts, Alert) -> Bool

    init(
        _ name: String, _ what: String, reads: [Source] = [], needsSeconds: Double = 0,
        numbers: [AlertNumber] = [], hold: AlertHold = .short, isOfRun: Bool = false,
        unknown: @escaping @Sendable (Snapshot) -> String? = { _ in nil },
        isOver: @escaping @Sendable (AlertFacts, Alert) -> Bool = { _, _ in false },
        _ alerts: @escaping @Sendable (AlertFacts) -> [Alert]
    ) {
        self.name = name
        self.what = what
        self.reads = reads
        self.needsSeconds = needsSeconds
        self.numbers = numbers
        self.hold = hold
        self.isOfRun = isOfRun
        self.unknown = unknown
        self.isOver = isOver
        self.alerts = alerts
    }

    /// Those that a monitor can have judged.
    package static var judgedOnce: [AlertRule] { all.filter { !$0.isOfRun } }

    /// `memory is 85% full or more: warning 85%, critical 95%`.
    package var summary: String {
        let texts = numbers.map { number in
            number.name + " " + (number.standard.map { number.text($0) } ?? "not set")
        }
        return what + (texts.isEmpty ? "" : ": " + texts.joined(separator: ", "))
    }
}
