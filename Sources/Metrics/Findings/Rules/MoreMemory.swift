extension FindingRule {
    /// Redis evicts copies that would be hit: a larger maxmemory would raise the hit rate notably.
    package static let moreMemory = FindingRule("moreMemory") { snapshot in
        guard let curve = snapshot.memoryCurve, case .more(let step, let gain) = curve.advice,
            let now = curve.presentStep, let rate = step.hitRate
        else { return [] }
        let least = curve.resources.last { $0.hitsPerSecondPerMiB != nil }
        return [
            Finding(
                .info, resource: least?.resource, impact: gain, confidence: .likely,
                evidence: .known([
                    "maxBytes": .count(now.maxBytes), "largerMaxBytes": .count(step.maxBytes),
                    "neededBytes": .count(curve.neededBytes),
                    "hitRate": now.hitRate.map { .number($0) }, "largerHitRate": .number(rate),
                    "error": step.error.map { .number($0) },
                    "originLoadsPerSecond": step.originLoadsPerSecond.map { .number($0) },
                    "policy": .text(curve.evictionPolicy),
                ]),
                message:
                    "With maxmemory \(Format.bytes(step.maxBytes)) instead of "
                    + "\(Format.bytes(now.maxBytes)) \(Format.percent(rate)) of all look-ups would be "
                    + "hits instead of \(Format.percent(now.hitRate)): \(curve.evictionPolicy) evicts "
                    + "copies that are asked for again.",
                advice: "Raise maxmemory, where the machine has it"
                    + (least.map {
                        "; or keep \($0.resource) for a shorter time: its bytes bring the fewest hits."
                    } ?? "."))
        ]
    }
}
