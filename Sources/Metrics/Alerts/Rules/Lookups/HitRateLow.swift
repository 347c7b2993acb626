extension AlertRule {
    /// The hit rate of a resource is below a bound that the operator has set.
    package static let hitRateLow = AlertRule(
        "hitRateLow", "the hit rate of a resource is below a bound that you set", reads: [.events],
        numbers: [
            AlertNumber("below", .share, nil, perResource: true), .window(60),
            AlertNumber("lookups", .count, 200),
        ], hold: .long
    ) { facts in
        facts.snapshot.resources.compactMap { resource in
            guard let bound = facts.number("below", for: resource.name),
                let rate = facts.measured(resource),
                // The bound may be just what the rate is, and it is looked at every second.
                let interval = rate.counts.rateInterval(deviations: RateFall.deviations)
            else { return nil }
            // Well below to begin, a point above to end.
            let isLow =
                facts.held(resource.name) == nil
                ? interval.upperBound < bound : rate.value < min(1, bound + 0.01)
            guard isLow else { return nil }
            return Alert(
                rule: "hitRateLow", severity: .warning, subject: resource.name, value: rate.value,
                threshold: bound,
                message:
                    "The hit rate of \(resource.name) was \(Format.percent(rate.value)) in the "
                    + "last \(Format.span(rate.seconds)), below your bound of "
                    + "\(Format.percent(bound)). Open the resource: it shows why its look-ups missed."
            )
        }
    }
}

extension AlertFacts {
    struct MeasuredRate {
        var value: Double
        var counts: HitCounts
        var seconds: Double
    }

    /// The hit rate of a resource over the rule's window; nil: not all of the window was observed, or there
    /// were too few look-ups to speak of a rate.
    func measured(_ resource: ResourceReport) -> MeasuredRate? {
        guard let seconds = number("over"), let least = number("lookups"),
            let window = resource.windows.first(where: { Double($0.seconds) == seconds }),
            !window.isCoveredInPart
        else { return nil }
        let counts = HitCounts(hits: window.hits, misses: window.misses)
        guard let rate = counts.hitRate, Double(counts.lookups) >= least else { return nil }
        return MeasuredRate(value: rate, counts: counts, seconds: seconds)
    }
}
