extension AlertRule {
    /// A resource has keys that never expire: they are served until someone purges them.
    package static let keysWithoutExpiry = AlertRule(
        "keysWithoutExpiry", "keys of a resource never expire", reads: [.timeToLive],
        numbers: [AlertNumber("above", .count, 0, perResource: true)],
        hold: AlertHold(beginsAfter: 0, endsAfter: 30)
    ) { facts in
        facts.snapshot.resources.compactMap { resource in
            guard let keys = resource.ttl?.withoutExpiry,
                let bound = facts.number("above", for: resource.name), Double(keys) > bound
            else { return nil }
            return Alert(
                rule: "keysWithoutExpiry", severity: .warning, subject: resource.name,
                value: Double(keys), threshold: bound,
                message:
                    "\(resource.name) has \(Format.keys(UInt64(keys))) without expiry: such a copy is "
                    + "served until it is purged. Look for a SET without EX, or a PERSIST.")
        }
    }
}
