extension AlertRule {
    /// A resource has keys that live longer than the policy allows.
    package static let keysOverTTL = AlertRule("keysOverTTL", reads: [.timeToLive]) { facts in
        facts.snapshot.resources.compactMap { resource in
            guard let keys = resource.ttl?.overPolicy, keys > 0 else { return nil }
            return Alert(
                rule: "keysOverTTL", severity: .warning, subject: resource.name,
                value: Double(keys), threshold: 0,
                message:
                    "\(resource.name) has \(Format.keys(UInt64(keys))) with more time to live than "
                    + "the policy's \(Format.span(Double(resource.policy.ttlSeconds))). Change the "
                    + "policy's ttl, or the time that the API sets.")
        }
    }
}
