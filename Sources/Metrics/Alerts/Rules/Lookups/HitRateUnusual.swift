extension AlertRule {
    /// The hit rate of a resource is well below what it was in most minutes of the last hour. What follows an
    /// invalidation is `hitRateDropped`'s.
    package static let hitRateUnusual = AlertRule(
        "hitRateUnusual", "the hit rate of a resource is below its own usual, in points",
        reads: [.events], needsSeconds: 600,
        numbers: [
            AlertNumber("points", .points, 0.1, perResource: true), .window(60),
            AlertNumber("lookups", .count, 200),
        ], hold: .long,
        unknown: { snapshot in
            snapshot.resources.allSatisfy { $0.usual == nil }
                ? "No usual hit rate is known yet: that takes ten minutes of look-ups." : nil
        }
    ) { facts in
        let explained = facts.explainedResources
        return facts.snapshot.resources.compactMap { resource in
            guard let usual = resource.usual, !explained.contains(resource.name),
                let points = facts.number("points", for: resource.name),
                let rate = facts.measured(resource), let interval = rate.counts.rateInterval
            else { return nil }
            // All of the interval below to begin, half of the way back to end.
            let isLow =
                facts.held(resource.name) == nil
                ? interval.upperBound < usual - points : rate.value < usual - points / 2
            guard isLow else { return nil }
            return Alert(
                rule: "hitRateUnusual", severity: .warning, subject: resource.name,
                value: usual - rate.value, threshold: points,
                message:
                    "The hit rate of \(resource.name) was \(Format.percent(rate.value)) in the "
                    + "last \(Format.span(rate.seconds)); usual in the last hour is "
                    + "\(Format.percent(usual)). Look at the timeline for what changed, and open the "
                    + "resource: it shows why its look-ups missed.")
        }
    }
}
