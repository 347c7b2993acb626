extension AlertRule {
    /// Keys of older versions, which nobody reads, never expire.
    package static let deadKeysStay = AlertRule("deadKeysStay") { facts in
        facts.snapshot.versions.compactMap { version in
            let stay = facts.snapshot.resources(ofCounter: version.key).filter {
                // Without PTTL it is not known when they expire: a key without expiry is known by it.
                $0.ttl.map { $0.withoutExpiry > 0 } ?? false
            }.compactMap(\.deadGenerations).filter { $0.keys > 0 && $0.goneInSeconds == nil }
            guard !stay.isEmpty else { return nil }
            let keys = stay.reduce(UInt64(0)) { saturatingSum($0, $1.keys) }
            return Alert(
                rule: "deadKeysStay", severity: .warning, subject: version.key,
                value: Double(keys), threshold: 0,
                message: "\(Format.grouped(keys)) keys of older versions of \(version.key) never "
                    + "expire. Let the API set an expiry, and remove them by 'cachetop purge pattern'."
            )
        }
    }
}

extension Snapshot {
    /// The resources whose keys carry a counter's value.
    package func resources(ofCounter key: String) -> [ResourceReport] {
        resources.filter { $0.policy.counter.map(key.hasSuffix) ?? false }
    }
}
