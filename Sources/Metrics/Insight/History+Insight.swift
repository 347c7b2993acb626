// What insight has found, for the snapshot.

extension History {
    func finding(ofResource index: Int) -> InsightReport.Finding? {
        guard let insight, insight.resources.indices.contains(index) else { return nil }
        return insight.resources[index]
    }

    /// What events and sweeps say together.
    func noteInsight(in snapshot: inout Snapshot) {
        let now = snapshot.takenAt
        snapshot.hotKeys = hotKeyReports(at: now)
        snapshot.stampedes = stampedeReports
        snapshot.expiryForecast = expiryForecasts(at: now)
        snapshot.generations = generationReports(at: now)
        snapshot.drift = drifts(at: now)
        snapshot.reconciliation = reconciliation(at: now)
    }

    /// Why there are no causes and curves where there are none.
    var ofInsight: [Unavailable] {
        guard let insight else { return [] }
        let (causes, curve) = ("resources[].missCauses", "resources[].ttlCurve")
        if insight.isOff {
            return [causes, curve, "resources[].neverRead", "hotKeys", "stampedes", "memoryCurve"]
                .map {
                    Unavailable(what: $0, why: "Switched off by --insight off.", state: .notTold)
                }
        }
        return zip(policy.resources, insight.resources).flatMap { resource, finding in
            [(causes, finding.why), (curve, finding.curveWhy)].compactMap { what, why in
                why.map {
                    Unavailable(what: what, subject: resource.name, why: $0, state: .notTold)
                }
            }
        }
    }
}
