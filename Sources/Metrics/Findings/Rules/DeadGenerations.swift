extension FindingRule {
    /// Copies of older versions, which are never read, stay for ever.
    package static let deadGenerations = FindingRule("deadGenerations") { snapshot in
        snapshot.generations.compactMap { row in
            guard let dead = row.dead, dead.withoutExpiry > 0 else { return nil }
            return Finding(
                .warning, resource: row.resources.first, subject: row.counter,
                evidence: .known([
                    "keys": .count(dead.keys), "withoutExpiry": .count(dead.withoutExpiry),
                    "bytes": dead.bytes.map { .count($0) }, "value": row.value.map { .count($0) },
                ]),
                message:
                    "\(Format.keys(dead.withoutExpiry)) below \(row.counter)'s "
                    + "\(row.value.map { "v\($0)" } ?? "value") never expire and are never read"
                    + (dead.bytes.map { ": \(Format.bytes($0)) with all dead keys." } ?? "."),
                advice:
                    "Let the API set an expiry, and remove them once with 'cachetop purge pattern'."
            )
        }
    }
}
