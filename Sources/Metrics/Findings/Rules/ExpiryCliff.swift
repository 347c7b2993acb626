extension FindingRule {
    /// Many copies expire in the same moment, and are loaded in the same moment.
    package static let expiryCliff = FindingRule("expiryCliff") { snapshot in
        snapshot.expiryForecast.compactMap { forecast in
            guard let aligned = forecast.aligned, aligned.isCliff,
                let resource = snapshot.report(forecast.resource)
            else { return nil }
            // One after a start or a warm-up is worth to be known, and no fault.
            let isGrave = snapshot.holding(.expiryCliff, of: forecast.resource) != nil
            return Finding(
                isGrave ? .warning : .info, resource: forecast.resource,
                impact: snapshot.impact(of: resource, share: aligned.share),
                evidence: .known([
                    "share": .number(aligned.share), "usualShare": .number(aligned.usualShare),
                    "at": .moment(aligned.at), "sampled": .count(forecast.sampled),
                    "worstSecondKeys": forecast.worstSecond.map { .count($0.keys) },
                ]),
                message: aligned.words(of: forecast.resource),
                advice: ExpiryForecast.Alignment.advice(ttlSeconds: resource.policy.ttlSeconds))
        }
    }
}
