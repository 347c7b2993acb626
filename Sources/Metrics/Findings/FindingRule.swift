/// A rule as one value: its name, and what it finds in a snapshot. It reads facts, never sentences.
///
/// A new rule is one file in Rules, with its limits, and one name in `all`.
package struct FindingRule: Sendable {
    /// What is told first of what is equally grave.
    package static let all: [FindingRule] = [
        .eventsBlind, .flushed, .counterDrift, .removedUnannounced, .counterRaised, .memoryFills,
        .evicted, .keysOverPolicy, .neverExpires, .earlyLosses, .stampedes, .deadGenerations,
        .expiryCliff, .counterStorm, .writtenUnread, .hotKey, .missesMost, .longerTTL, .moreMemory,
        .unexplainedLookups, .listenerGone,
    ]

    /// `findings[].rule` in the snapshot.
    package let name: String
    private let find: @Sendable (Snapshot) -> [Finding]

    init(_ name: String, _ find: @escaping @Sendable (Snapshot) -> [Finding]) {
        self.name = name
        self.find = find
    }

    package func findings(in snapshot: Snapshot) -> [Finding] {
        find(snapshot).map { finding in
            var finding = finding
            finding.rule = name
            return finding
        }
    }
}
