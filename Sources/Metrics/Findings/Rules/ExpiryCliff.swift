extension FindingRule {
    /// Many copies expire in the same moment, and are loaded in the same moment.
    package static let expiryCliff = FindingRule("expiryCliff") { snapshot in
        snapshot.alignedExpiries.map { expiry in
            let (forecast, aligned) = (expiry.forecast, expiry.aligned)
            // One after a start or a warm-up is worth to be known, and no fault.
            let isGrave = snapshot.alertNow(.expiryCliff, of: forecast.resource) != nil
            return Finding(
                isGrave ? .warning : .info, resource: forecast.resource,
                impact: snapshot.impact(of: expiry.resource, share: aligned.share),
                evidence: .known([
                    "share": .number(aligned.share), "usualShare": .number(aligned.usualShare),
                    "at": .moment(aligned.at), "sampled": .count(forecast.sampled),
                    "worstSecondKeys": forecast.worstSecond.map { .count($0.keys) },
                ]), message: expiry.message, advice: expiry.advice)
        }
    }
}
