// The keys by generation, and where they and their counter do not go together.

extension History {
    /// A row for each counter.
    func generationReports(at now: Timestamp) -> [GenerationReport] {
        counters.indices.map { generationReport($0, at: now) }
    }

    private func generationReport(_ index: Int, at now: Timestamp) -> GenerationReport {
        let counter = counters[index]
        let resources = resources(ofCounter: index)
        var report = GenerationReport(
            counter: counter.key, resources: resources.map { policy.resources[$0].name },
            value: counter.value)
        // Raises that no event announces are seen by the polls alone.
        let spacings = [counter.raises, insight?.bumps[safe: index] ?? []].compactMap {
            $0.spacing(at: now)
        }
        let ttl = resources.map { policy.resources[$0].ttlSeconds }.min()
        if let spacing = spacings.min(), let ttl {
            report.raiseSeconds = spacing
            report.isStorm = spacing < Double(ttl) / 2
        }
        guard let survey, survey.hasFindings,
            resources.contains(where: { survey.hasFindings(of: survey.slots[$0]) })
        else { return report }
        let swept = SweptGenerations(survey, of: resources, at: now)
        report.unversionedKeys = swept.unversionedKeys
        report.found = swept.found
        guard let value = counter.value else { return report }
        report.live = swept.keys { $0 == value }
        report.dead = swept.keys { $0 < value }
        report.above = swept.keys { $0 > value }
        return report
    }

    /// Places in the policy.
    func resources(ofCounter index: Int) -> [Int] {
        policy.resources.indices.filter { resource in
            policy.resources[resource].counter.map { policy.key(ofCounter: $0) }
                == counters[index].key
        }
    }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
