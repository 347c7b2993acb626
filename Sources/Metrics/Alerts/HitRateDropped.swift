extension AlertRule {
    /// After an invalidation the hit rate fell, and it has not come back so far.
    package static let hitRateDropped = AlertRule("hitRateDropped") { facts in
        // The newest invalidation of a scope speaks for those before it.
        var alerts: [String: Alert] = [:]
        for record in facts.snapshot.invalidations {
            alerts[record.scope] = nil
            guard let aftermath = record.aftermath, let before = aftermath.hitRateBefore,
                let now = aftermath.hitRateNow, before - now > Aftermath.notableDrop
            else { continue }
            alerts[record.scope] = Alert(
                rule: "hitRateDropped", severity: .warning, subject: record.scope,
                value: before - now, threshold: Aftermath.notableDrop, since: record.at,
                message:
                    "The hit rate was \(Format.percent(before)) before '\(record.scope)' and is "
                    + "\(Format.percent(now)) now. It comes back as the copies are filled again.")
        }
        return alerts.values.sorted { ($0.subject ?? "") < ($1.subject ?? "") }
    }
}

extension Aftermath {
    /// Five points are more than a minute's noise.
    static let notableDrop = 0.05

    /// How an activity's lowest rate is to be shown: it stays when the rate has come back.
    package var severity: Alert.Severity? {
        guard let before = hitRateBefore, let lowest = hitRateLowest,
            before - lowest > Self.notableDrop
        else { return nil }
        return .warning
    }
}
