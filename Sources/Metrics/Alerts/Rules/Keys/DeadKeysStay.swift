extension AlertRule {
    /// Keys of older versions, which are never read, have no expiry.
    package static let deadKeysStay = AlertRule(
        "deadKeysStay", "keys of older versions have no expiry", reads: [.counters, .timeToLive],
        numbers: [AlertNumber("above", .count, 0)], hold: AlertHold(beginsAfter: 0, endsAfter: 30)
    ) { facts in
        facts.snapshot.versions.compactMap { version in
            let stay = facts.snapshot.resources(of: version).filter {
                // Without PTTL it is not known when they expire: a key without expiry is known by it.
                $0.ttl.map { $0.withoutExpiry > 0 } ?? false
            }.compactMap(\.deadGenerations).filter { $0.keys > 0 && $0.goneInSeconds == nil }
            guard !stay.isEmpty else { return nil }
            let keys = stay.reduce(UInt64(0)) { saturatingSum($0, $1.keys) }
            guard let bound = facts.number("above"), Double(keys) > bound else { return nil }
            return Alert(
                rule: "deadKeysStay", severity: .warning, subject: version.key,
                value: Double(keys), threshold: bound,
                message:
                    "Older versions of \(version.key) left \(Format.keys(keys)) without expiry. Let "
                    + "the API set an expiry, and remove them with 'cachetop purge pattern'.")
        }
    }
}

extension Snapshot {
    /// The resources whose keys carry a version.
    package func resources(of version: Version) -> [ResourceReport] {
        // The key has the policy's prefix before the counter.
        let counters = resources.compactMap(\.policy.counter).filter(version.key.hasSuffix)
        guard let counter = counters.max(by: { $0.count < $1.count }) else { return [] }
        return resources.filter { $0.policy.counter == counter }
    }
}
