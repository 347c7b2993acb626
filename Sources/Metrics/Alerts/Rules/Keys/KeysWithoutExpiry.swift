extension AlertRule {
    /// A resource has keys that never expire: they are served until someone purges them.
    package static let keysWithoutExpiry = AlertRule("keysWithoutExpiry", reads: [.timeToLive]) {
        facts in
        facts.snapshot.resources.compactMap { resource in
            guard let keys = resource.ttl?.withoutExpiry, keys > 0 else { return nil }
            return Alert(
                rule: "keysWithoutExpiry", severity: .warning, subject: resource.name,
                value: Double(keys), threshold: 0,
                message:
                    "\(resource.name) has \(Format.keys(UInt64(keys))) without expiry: such a copy is "
                    + "served until it is purged. Look for a SET without EX, or a PERSIST.")
        }
    }
}
