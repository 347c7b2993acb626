extension Insight {
    /// What was found so far. Copies and what was read are counted every ten seconds of the events' time.
    package mutating func report() -> InsightReport {
        if live.isDue(at: newest) {
            let keeps = sizes.first?.steps.keeps ?? TTLSteps.Lanes()
            live.count(table, at: tick(newest), newest, keeps: keeps, sizedShare)
            censuses = ReadCensus.counted(table, from: censuses)
        }
        if let newest = hot.newest,
            hotMergedAt.map({ newest.seconds(since: $0) >= Self.hotEvery }) ?? true
        {
            hotMergedAt = newest
            hotFindings = hot.top(Self.hotKeysEach, at: newest)
        }
        var report = InsightReport(resources: tallies.indices.map { finding($0) })
        report.hotKeys = hotFindings
        report.bumps = bumps.map(\.moments)
        report.observedSeconds = observed
        report.keepSeconds = keepSeconds
        report.largestWeight = tallies.map(\.publishersWeight).max() ?? 1
        return report
    }

    /// How many of each resource are named, and how often they are looked for.
    private static var hotKeysEach: Int { 5 }
    private static var hotEvery: Double { 2 }

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
        var finding = InsightReport.Finding(
            missCauses: tally.report, ttlCurve: curve.steps, curveWhy: curve.why)
        finding.sizes = SizedFinding(
            sizes[resource], counts: tally.counts, copies: live.sized[resource])
        if hasFills { finding.stampedes = stampedes.finding(resource, at: newest) }
        finding.generations = generations[resource]
        finding.census = newest == .min ? nil : censuses[resource]
        return finding
    }
}
