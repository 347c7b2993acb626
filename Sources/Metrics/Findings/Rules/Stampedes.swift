extension FindingRule {
    /// Several requests miss the same key before it is filled, again and again.
    package static let stampedes = FindingRule("stampedes") { snapshot in
        snapshot.stampedes.compactMap { row in
            guard row.perMinute >= 5, let resource = snapshot.report(row.resource) else {
                return nil
            }
            let worst = row.examples.first
            let misses = Double(resource.windows.misses(seconds: 300) ?? 0)
            return Finding(
                .warning, resource: row.resource, subject: worst?.key,
                impact: snapshot.impact(
                    of: resource,
                    share: min(1, Double(row.misses) * 2.5 / max(1, misses))
                        * (1 - (resource.windows.hitRate(seconds: 300) ?? 1))),
                evidence: .known([
                    "perMinute": .count(row.perMinute), "misses": .count(row.misses),
                    "key": worst.map { .text($0.key) },
                    "keyMisses": worst.map { .count($0.misses) },
                    "fillSeconds": worst?.fillSeconds.map { .number($0) },
                ]),
                message:
                    "Stampedes on \(row.resource): \(Format.grouped(row.perMinute)) times a minute three "
                    + "requests or more miss the same key before it is filled"
                    + (worst.map {
                        "; worst, \($0.key): \(Format.grouped($0.misses))"
                            + ($0.fillSeconds.map { " in \(Format.duration($0))." } ?? " times.")
                    } ?? "."),
                advice:
                    "Load once for all who wait (single flight, or a lock in Redis), and refresh hot keys "
                    + "before they expire.")
        }
    }
}
