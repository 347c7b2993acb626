extension FindingRule {
    /// A longer time to live would raise the hit rate notably.
    package static let longerTTL = FindingRule("longerTTL") { snapshot in
        snapshot.resources.compactMap { resource in
            let ttl = Double(resource.policy.ttlSeconds)
            guard let now = resource.presentStep?.hitRate,
                let lookups = resource.windows.lookups(seconds: 300), lookups >= 200,
                let (step, gain) = resource.longerStep,
                let seconds = step.ttlSeconds, let rate = step.hitRate
            else { return nil }
            return Finding(
                .info, resource: resource.name, impact: snapshot.impact(of: resource, share: gain),
                confidence: .likely,
                evidence: .known([
                    "ttlSeconds": .number(ttl), "hitRate": .number(now),
                    "longerTTLSeconds": .number(seconds), "longerHitRate": .number(rate),
                    "error": step.error.map { .number($0) },
                    "staleSeconds": step.staleSeconds.map { .number($0) },
                    "bytes": step.bytes.map { .count($0) },
                    "originLoadsPerSecond": step.originLoadsPerSecond.map { .number($0) },
                ]),
                message:
                    "\(resource.name) with \(Format.span(seconds)) instead of \(Format.span(ttl)) would be hit "
                    + "\(Format.percent(rate)) of the time instead of \(Format.percent(now))"
                    + (step.error.flatMap {
                        $0 < 0.0005 ? nil : " (± \(Format.points($0).drop { $0 == "+" }) points)"
                    }
                        ?? "")
                    + (step.staleSeconds.map {
                        "; a copy would be \(Format.span($0)) old on average."
                    } ?? "."),
                advice:
                    "If \(resource.name) may be that old between two purges, raise its ttl in the API and the "
                    + "policy.")
        }
    }
}
