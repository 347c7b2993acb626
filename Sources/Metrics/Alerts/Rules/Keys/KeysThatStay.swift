extension AlertRule {
    /// A resource has keys that live longer than the policy allows.
    package static let keysOverTTL = keysThatStay(
        "keysOverTTL", "keys live longer than the policy's TTL", { $0.overPolicy }
    ) { resource, keys in
        "\(resource.name) has \(keys) with more time to live than the policy's "
            + "\(Format.span(Double(resource.policy.ttlSeconds))). Change the policy's ttl, or the time "
            + "that the API sets."
    }

    /// A resource has keys that never expire: they are served until someone purges them.
    package static let keysWithoutExpiry = keysThatStay(
        "keysWithoutExpiry", "keys of a resource never expire", { $0.withoutExpiry }
    ) { resource, keys in
        "\(resource.name) has \(keys) without expiry: such a copy is served until it is purged. Look "
            + "for a SET without EX, or a PERSIST."
    }

    /// More keys of a resource than its bound stay in Redis for longer than they should.
    private static func keysThatStay(
        _ name: String, _ what: String,
        _ count: @escaping @Sendable (ResourceReport.TTL) -> Int,
        message: @escaping @Sendable (_ resource: ResourceReport, _ keys: String) -> String
    ) -> AlertRule {
        AlertRule(
            name, what, reads: [.timeToLive],
            numbers: [AlertNumber("above", .count, 0, perResource: true)],
            hold: AlertHold(beginsAfter: 0, endsAfter: 30)
        ) { facts in
            facts.snapshot.resources.compactMap { resource in
                guard let keys = resource.ttl.map(count),
                    let bound = facts.number("above", for: resource.name), Double(keys) > bound
                else { return nil }
                return Alert(
                    rule: name, severity: .warning, subject: resource.name, value: Double(keys),
                    threshold: bound, message: message(resource, Format.keys(UInt64(keys))))
            }
        }
    }
}
