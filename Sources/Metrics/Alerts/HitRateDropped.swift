extension AlertRule {
    /// After an invalidation of the last ten minutes the hit rate of its resources fell, and has not come
    /// back so far. Of several of the same resources the one with the largest drop counts.
    package static let hitRateDropped = AlertRule("hitRateDropped") { facts in
        let recent = 600.0
        var alerts: [String: Alert] = [:]
        for record in facts.snapshot.invalidations
        where facts.now.seconds(since: record.at) <= recent {
            guard let before = record.aftermath?.hitRateBefore,
                let now = record.aftermath?.hitRateNow, before - now > Aftermath.notableDrop
            else { continue }
            let subject = (record.resources ?? []).joined(separator: ", ")
            if let other = alerts[subject]?.value, other >= before - now { continue }
            alerts[subject] = Alert(
                rule: "hitRateDropped", severity: .warning, subject: subject,
                value: before - now, threshold: Aftermath.notableDrop, since: record.at,
                message: "The hit rate of \(subject) was \(Format.percent(before)) before "
                    + "'\(record.scope)' and is \(Format.percent(now)) now. It comes back as the "
                    + "copies are filled again.")
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
