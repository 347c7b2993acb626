extension FindingRule {
    /// Copies are written with another lifetime than the policy's.
    package static let keysOverPolicy = FindingRule("keysOverPolicy") { snapshot in
        snapshot.resources.compactMap { resource in
            guard let ttl = resource.ttl, ttl.overPolicy > 0 else { return nil }
            let example = ttl.overPolicyExamples.first
            let policy = Double(resource.policy.ttlSeconds)
            let share = Double(ttl.overPolicy) / Double(max(1, ttl.sampled))
            let others = max(0, ttl.sampled - ttl.overPolicy - ttl.withoutExpiry)
            let longest = example?.ttlSeconds.map {
                " with \(Format.grouped(Int(min($0.rounded(.up), 1e12)))) s or more"
            }
            return Finding(
                .warning, resource: resource.name, subject: example?.key,
                evidence: .known([
                    "keys": .count(ttl.overPolicy), "sampled": .count(ttl.sampled),
                    "policySeconds": .number(policy),
                    "longestSeconds": example?.ttlSeconds.map { .number($0) },
                    "example": example.map { .text($0.key) },
                ]),
                message:
                    "\(resource.name) is written\(longest ?? " with a longer time to live"), but its "
                    + "policy says \(Format.grouped(resource.policy.ttlSeconds)) s: "
                    + "\(Format.keys(ttl.overPolicy))"
                    + (example.map { ", such as \($0.key)." } ?? "."),
                advice: advice(share: share, others: others))
        }
    }

    /// Where nearly all of many are, the API does it by itself.
    private static func advice(share: Double, others: Int) -> String {
        if others == 0, share == 1 {
            return "Fix what writes it, such as a warm script, or the ttl in the policy."
        }
        return share < 0.9
            ? "Fix what writes them, most likely a warm script: \(Format.grouped(others)) others keep to the "
                + "policy."
            : "Nearly all are: change the ttl in the policy, or the time that the API sets."
    }
}
