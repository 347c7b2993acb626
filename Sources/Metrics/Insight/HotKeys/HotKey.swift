/// A key that is looked up much, as the snapshot's `hotKeys[]` has it: of the last five minutes.
package struct HotKey: Sendable, Hashable, Codable {
    package var key: String
    /// null: of no resource.
    @Nullable package var resource: String?
    /// From a sample of the look-ups, where there are many.
    package var lookups: UInt64
    package var misses: UInt64
    /// What was counted is of so many seconds.
    package var seconds: Double
    /// Of its resource's look-ups, and half the width of the 95 % interval.
    package var share: Double
    package var error: Double
    @Nullable package var lookupsPerSecond: Double?
    @Nullable package var bytes: UInt64?
    /// Look-ups times size; null where the size is not known.
    @Nullable package var bytesPerSecond: Double?

    package init(_ finding: HotKeyFinding, resource: String?, bytes: UInt64?) {
        key = KeyText.text(finding.key)
        self.resource = resource
        lookups = finding.lookups
        misses = finding.misses
        seconds = finding.seconds
        share = finding.share
        error = finding.error
        let rate =
            finding.seconds >= 1
            ? Rate.perSecond(Double(finding.lookups), seconds: finding.seconds) : nil
        lookupsPerSecond = rate
        self.bytes = bytes
        bytesPerSecond = bytes.flatMap { bytes in rate.map { $0 * Double(bytes) } }
    }
}

extension Snapshot {
    /// Whether a key carries so much of its resource that it is worth a warning: above 10 %, surely.
    package func isHeavy(_ key: HotKey) -> Bool {
        guard let resource = report(key.resource), let keys = resource.keys, keys > 0 else {
            return false
        }
        // Of few keys each carries much.
        return key.lookups >= 200 && key.share - key.error > 0.1 && key.share > 5 / Double(keys)
    }
}

extension History {
    /// Most look-ups first.
    func hotKeyReports(at now: Timestamp) -> [HotKey] {
        (insight?.hotKeys ?? []).map { finding in
            let resource =
                policy.resources.indices.contains(finding.slot)
                ? policy.resources[finding.slot].name : nil
            return HotKey(
                finding, resource: resource,
                bytes: keyFacts.fact(of: finding.key, at: now)?.bytes)
        }.sorted { $0.lookups != $1.lookups ? $0.lookups > $1.lookups : $0.key < $1.key }
    }

    /// The keys whose size says what they cost: those that are looked up most, of any resource.
    package func mostLookedUpKeys(_ count: Int) -> [[UInt8]] {
        Array(
            (insight?.hotKeys ?? []).sorted { $0.lookups > $1.lookups }.prefix(count).map(\.key))
    }
}
