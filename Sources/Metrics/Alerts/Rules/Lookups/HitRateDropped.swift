extension AlertRule {
    /// After something of the last ten minutes the hit rate fell, and has not come back so far: an invalidation,
    /// keys that went unannounced, evictions, a FLUSH, a restart. Of several that share a resource one counts:
    /// that which counted before, else the one with the largest drop.
    package static let hitRateDropped = AlertRule(
        "hitRateDropped", "the hit rate fell after an invalidation or a loss of keys, in points",
        reads: [.events],
        numbers: [AlertNumber("points", .points, Aftermath.notableDrop)],
        // A FLUSH is known a moment after its drop, and an older purge is not to be blamed meanwhile.
        hold: AlertHold(beginsAfter: 3, endsAfter: 30)
    ) { facts in
        facts.hitRateDrops.map { drop in
            let whose = drop.subject.map { " of \($0)" } ?? ""
            var alert = Alert(
                rule: "hitRateDropped", severity: .warning, subject: drop.subject,
                value: drop.points, threshold: facts.number("points"), since: drop.at,
                message: "The hit rate\(whose) was \(Format.percent(drop.before)) before "
                    + "\(drop.cause) and is \(Format.percent(drop.now)) now. \(drop.outlook)")
            alert.cause = drop.name
            return alert
        }.sorted { ($0.subject ?? "") < ($1.subject ?? "") }
    }
}

extension AlertFacts {
    /// Those that are alerts of `hitRateDropped`, no two of which share a resource: a listener removes other
    /// resources each time, and each set of them would be an alert of its own.
    fileprivate var hitRateDrops: [HitRateDrop] {
        guard let points = number("points") else { return [] }
        let drops = snapshot.hitRateDrops
        let notable = drops.filter { drop in
            // What holds goes on at half of it, of what made it; what chance may be does not begin.
            let goesOn = heldSince(drop.subject) == drop.at
            return (goesOn ? drop.points > points / 2 : drop.points > points && drop.isCertain)
                && snapshot.hasNotableTraffic(drop.resources)
        }
        let ordered = notable.sorted { one, other in
            let (isHeld, otherIsHeld) = (held(one.subject) != nil, held(other.subject) != nil)
            if isHeld != otherIsHeld { return isHeld }
            return one.points != other.points
                ? one.points > other.points : one.subject ?? "" < other.subject ?? ""
        }
        return ordered.reduce(into: []) { kept, drop in
            if !kept.contains(where: drop.concernsAny) { kept.append(drop) }
        }
    }

    /// Resources of which `hitRateDropped` says why their rate is low.
    var explainedResources: Set<String> {
        guard settings.isOn(.hitRateDropped) else { return [] }
        var facts = self
        facts.ask(.hitRateDropped)
        let all = snapshot.resources.map(\.name)
        return Set(facts.hitRateDrops.flatMap { $0.resources.isEmpty ? all : $0.resources })
    }
}

extension Snapshot {
    /// Look-ups of a minute below which a single miss moves the rate by a point.
    private static let notableLookups: UInt64 = 100

    /// Whether a rate of these resources (none: of all) is more than chance; true where nothing counts look-ups.
    fileprivate func hasNotableTraffic(_ names: [String]) -> Bool {
        let minutes = resources.filter { names.isEmpty || names.contains($0.name) }.compactMap {
            resource in resource.windows.first { $0.seconds == 60 }
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
            before - lowest > Self.notableDrop, isLowestCertain
        else { return nil }
        return .warning
    }
}
