extension AlertRule {
    /// After an invalidation of the last ten minutes the hit rate of its resources fell, and has not come
    /// back so far. Of several that share a resource one counts: that which counted before, else the one with
    /// the largest drop.
    package static let hitRateDropped = AlertRule(
        "hitRateDropped", "the hit rate fell after an invalidation, in points", reads: [.events],
        numbers: [AlertNumber("points", .points, Aftermath.notableDrop)],
        hold: AlertHold(beginsAfter: 0, endsAfter: 30)
    ) { facts in
        let recent = 600.0
        var alerts: [String: (alert: Alert, resources: [String])] = [:]
        for record in facts.snapshot.invalidations
        where facts.now.seconds(since: record.at) <= recent {
            guard let before = record.aftermath?.hitRateBefore,
                let now = record.aftermath?.hitRateNow, let points = facts.number("points")
            else { continue }
            let subject = (record.resources ?? []).joined(separator: ", ")
            guard before - now > (facts.held(subject) == nil ? points : points / 2),
                facts.snapshot.hasNotableTraffic(record.resources ?? [])
            else { continue }
            if let other = alerts[subject]?.alert.value, other >= before - now { continue }
            let alert = Alert(
                rule: "hitRateDropped", severity: .warning, subject: subject,
                value: before - now, threshold: points, since: record.at,
                message: "The hit rate of \(subject) was \(Format.percent(before)) before "
                    + "'\(record.scope)' and is \(Format.percent(now)) now. It comes back as the "
                    + "copies are filled again.")
            alerts[subject] = (alert, record.resources ?? [])
        }
        return apart(alerts, facts)
    }
}

extension AlertRule {
    /// A listener removes other resources each time: each set of them would be an alert of its own.
    private static func apart(
        _ alerts: [String: (alert: Alert, resources: [String])], _ facts: AlertFacts
    ) -> [Alert] {
        let ordered = alerts.sorted { one, other in
            let (held, otherHeld) = (facts.held(one.key) != nil, facts.held(other.key) != nil)
            if held != otherHeld { return held }
            let (drop, otherDrop) = (one.value.alert.value ?? 0, other.value.alert.value ?? 0)
            return drop != otherDrop ? drop > otherDrop : one.key < other.key
        }
        var taken: Set<String> = []
        let kept = ordered.map(\.value).filter { candidate in
            guard taken.isDisjoint(with: candidate.resources) else { return false }
            taken.formUnion(candidate.resources)
            return true
        }
        return kept.map(\.alert).sorted { ($0.subject ?? "") < ($1.subject ?? "") }
    }
}

extension Snapshot {
    /// Look-ups of a minute below which a single miss moves the rate by a point.
    private static let notableLookups: UInt64 = 100

    /// Whether a rate of these resources is more than chance; true where nothing counts look-ups.
    fileprivate func hasNotableTraffic(_ names: [String]) -> Bool {
        let minutes = resources.filter { names.contains($0.name) }.compactMap { resource in
            resource.windows.first { $0.seconds == 60 }
        }
        let lookups = minutes.reduce(0) { saturatingSum($0, saturatingSum($1.hits, $1.misses)) }
        return minutes.isEmpty || lookups >= Self.notableLookups
    }
}

extension Aftermath {
    /// Five points are more than a minute's noise.
    static let notableDrop = 0.05

    /// How a happening's lowest rate is to be shown: it stays when the rate has come back.
    package var severity: Alert.Severity? {
        guard let before = hitRateBefore, let lowest = hitRateLowest,
            before - lowest > Self.notableDrop
        else { return nil }
        return .warning
    }
}
