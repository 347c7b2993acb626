extension FindingRule {
    /// A counter is raised so often that copies die long before their TTL.
    package static let counterStorm = FindingRule("counterStorm") { snapshot in
        snapshot.generations.compactMap { row in
            guard row.isStorm == true, let seconds = row.raiseSeconds else { return nil }
            let resources = row.resources.compactMap { snapshot.report($0) }
            guard let resource = resources.min(by: { $0.policy.ttlSeconds < $1.policy.ttlSeconds })
            else { return nil }
            let invalidated = resource.missCauses.map { causes in
                Double(causes.invalidated) / Double(max(1, resource.misses))
            }
            // Copies that are dead before they would be read again cost nothing.
            guard invalidated.map({ $0 >= 0.2 }) ?? true else { return nil }
            return Finding(
                .info, resource: resource.name, subject: row.counter,
                impact: invalidated.flatMap {
                    snapshot.impact(
                        of: resource,
                        share: $0 * (1 - (resource.windows.hitRate(seconds: 300) ?? 1)))
                },
                confidence: invalidated == nil ? .likely : .certain,
                evidence: .known([
                    "raiseSeconds": .number(seconds),
                    "ttlSeconds": .count(resource.policy.ttlSeconds),
                    "invalidatedShare": invalidated.map { .number($0) },
                ]),
                message:
                    "\(row.counter) is raised every \(Format.span(seconds)), so a copy of \(resource.name) seldom "
                    + "lives its \(Format.span(Double(resource.policy.ttlSeconds)))"
                    + (invalidated.map { ": \(Format.percent($0)) of its misses are for that." }
                        ?? "."),
                advice:
                    "Raise it once for several changes, or only for changes that a list shows.")
        }
    }
}
