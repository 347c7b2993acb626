/// The hit rate of one resource over its TTL, or why there is none.
struct TTLCurve: Sendable {
    /// A simulation that misses the measured rate by less is trusted, however many look-ups there were.
    private static let trusted = 0.01

    var steps: [TTLFinding] = []
    var why: String?

    /// - Parameters:
    ///   - counts: all look-ups, sampled or not.
    ///   - live: how many copies each step has now.
    ///   - observed: seconds.
    init(
        _ simulation: TTLSimulation, counts: HitCounts, live: SIMD8<Double>, observed: Double
    ) {
        guard let measured = counts.hitRate, observed > 0 else { return }
        let model = simulation.difference(TTLSteps.present)
        if let model, abs(model.rate) > max(Self.trusted, model.error) {
            why = Self.mismatch(simulated: measured + model.rate, measured: measured)
            return
        }
        let rate = Double(counts.lookups) / observed
        let longest = simulation.steps.seconds(TTLSteps.untilInvalidated - 1) ?? .infinity
        steps = TTLSteps.factors.indices.map { lane in
            let seconds = simulation.steps.seconds(lane)
            var step = TTLFinding(ttlSeconds: seconds)
            // Until invalidated is said where the longest TTL is.
            guard (seconds ?? longest) <= observed / 2, let model,
                let difference = simulation.difference(lane)
            else { return step }
            let hitRate = min(1, max(0, measured + difference.rate))
            step.hitRate = hitRate
            step.error = min(1, difference.error + abs(model.rate))
            step.staleSeconds = simulation.staleSeconds(lane)
            step.originLoadsPerSecond = (1 - hitRate) * rate
            step.copies =
                live[TTLSteps.present] > 0 ? live[lane] / live[TTLSteps.present] : nil
            return step
        }
    }

    private static func mismatch(simulated: Double, measured: Double) -> String {
        func percent(_ share: Double) -> String {
            "\((min(1, max(0, share)) * 1000).rounded() / 10) %"
        }
        return "By the policy's TTL the hit rate would be \(percent(simulated)), and it is "
            + "\(percent(measured)): copies live by another TTL, or not all fills and purges are published."
    }
}
