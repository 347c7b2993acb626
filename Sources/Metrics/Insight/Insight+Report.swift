extension Insight {
    /// What was found so far. Copies are counted every ten seconds of the events' time.
    package mutating func report() -> InsightReport {
        if live.isDue(at: newest) { live.count(table, at: tick(newest), newest) }
        return InsightReport(resources: tallies.indices.map { finding($0) })
    }

    private func finding(_ resource: Int) -> InsightReport.Finding {
        let tally = tallies[resource]
        guard tally.publishersWeight == 1 else {
            let why =
                "The API publishes a sample of its look-ups (n = \(tally.publishersWeight)), so what "
                + "happened to one key between two of them is not known."
            return InsightReport.Finding(missCauses: nil, why: why, curveWhy: why)
        }
        let curve = TTLCurve(
            simulations[resource], counts: tally.counts, live: live.copies[resource],
            observed: observed)
        return InsightReport.Finding(
            missCauses: tally.report, ttlCurve: curve.steps, curveWhy: curve.why)
    }
}
