// What insight has found, for the snapshot.

extension History {
    func finding(ofResource index: Int) -> InsightReport.Finding? {
        guard let insight, insight.resources.indices.contains(index) else { return nil }
        return insight.resources[index]
    }

    /// Why there are no causes where there are none.
    var ofInsight: [Unavailable] {
        guard let insight else { return [] }
        let what = "resources[].missCauses"
        if insight.isOff {
            return [Unavailable(what: what, why: "Switched off by --insight off.", state: .notTold)]
        }
        return zip(policy.resources, insight.resources).compactMap { resource, finding in
            finding.why.map {
                Unavailable(what: what, subject: resource.name, why: $0, state: .notTold)
            }
        }
    }
}
