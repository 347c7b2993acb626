extension AlertRule {
    /// A resource has keys that live longer than the policy allows.
    package static let keysOverTTL = AlertRule(
        "keysOverTTL", "keys live longer than the policy's TTL", reads: [.timeToLive],
        numbers: [AlertNumber("above", .count, 0, perResource: true)],
        hold: AlertHold(beginsAfter: 0, endsAfter: 30)
    ) { facts in
        facts.snapshot.resources.compactMap { resource in
            guard let keys = resource.ttl?.overPolicy,
                let bound = facts.number("above", for: resource.name), Double(keys) > bound
            else { return nil }
            return Alert(
                rule: "keysOverTTL", severity: .warning, subject: resource.name,
                value: Double(keys), threshold: bound,
                message:
                    "\(resource.name) has \(Format.keys(UInt64(keys))) with more time to live than "
                    + "the policy's \(Format.span(Double(resource.policy.ttlSeconds))). Change the "
                    + "policy's ttl, or the time that the API sets.")
        }
    }
}
