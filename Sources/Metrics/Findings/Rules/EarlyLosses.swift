extension FindingRule {
    /// Copies are gone before their time, and Redis evicts none: something deletes them silently.
    package static let earlyLosses = FindingRule("earlyLosses") { snapshot in
        guard (snapshot.server.evictedPerSecond ?? 0) <= 0, snapshot.recent(.evictions).isEmpty
        else { return [] }
        return snapshot.resources.compactMap { resource in
            guard let causes = resource.missCauses, causes.early >= 20, resource.misses > 0
            else { return nil }
            let share = Double(causes.early) / Double(resource.misses)
            guard share - (causes.error ?? 0) >= 0.1 else { return nil }
            let lookups = Double(max(1, saturatingSum(resource.hits, resource.misses)))
            let impact = snapshot.impact(of: resource, share: Double(causes.early) / lookups)
            // A few among very many look-ups, such as of things that do not exist.
            guard Double(causes.early) / lookups >= 0.01 else { return nil }
            let key = snapshot.topKeys.filter { $0.resource == resource.name }.max {
                $0.misses < $1.misses
            }
            let carries = key.flatMap {
                Double($0.misses) >= Double(resource.misses) / 2 ? $0 : nil
            }
            return Finding(
                .warning, resource: resource.name, subject: carries?.key, impact: impact,
                confidence: .likely,
                evidence: .known([
                    "early": .count(causes.early), "misses": .count(resource.misses),
                    "share": .number(share), "error": causes.error.map { .number($0) },
                    "key": carries.map { .text($0.key) },
                    "keyMisses": carries.map { .count($0.misses) },
                ]),
                message:
                    "\(Format.percent(share)) of the misses of \(resource.name) are of copies that were gone "
                    + "before their \(Format.span(Double(resource.policy.ttlSeconds))), though Redis evicts "
                    + "none" + (carries.map { ": mostly \($0.key)." } ?? "."),
                advice:
                    "Look for what deletes them without announcing it (DEL, UNLINK, a shorter EX), and let it "
                    + "publish 'purge'.")
        }
    }
}
