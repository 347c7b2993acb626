extension FindingRule {
    /// Copies without an expiry are served until someone purges them.
    package static let neverExpires = FindingRule("neverExpires") { snapshot in
        snapshot.resources.compactMap { resource in
            guard let ttl = resource.ttl, ttl.withoutExpiry > 0 else { return nil }
            let example = ttl.withoutExpiryExamples.first
            return Finding(
                .warning, resource: resource.name, subject: example?.key,
                evidence: .known([
                    "keys": .count(ttl.withoutExpiry), "sampled": .count(ttl.sampled),
                    "policySeconds": .count(resource.policy.ttlSeconds),
                    "example": example.map { .text($0.key) },
                ]),
                message:
                    "\(resource.name) has \(Format.keys(ttl.withoutExpiry)) without expiry"
                    + (example.map { ", such as \($0.key)" } ?? "")
                    + "; its policy says \(Format.grouped(resource.policy.ttlSeconds)) s.",
                advice:
                    "Look for a SET without EX, or a PERSIST, in what writes them, and purge these keys."
            )
        }
    }
}
