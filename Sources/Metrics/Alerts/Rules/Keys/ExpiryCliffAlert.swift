extension AlertRule {
    /// Many copies of a resource expire in the same moment, again and again, or so many look-ups then miss that
    /// once is too much. One cliff after a start or a warm-up is a finding, and no alert.
    package static let expiryCliff = AlertRule(
        "expiryCliff", "many keys of a resource expire within the same 2 s", reads: [.timeToLive],
        numbers: [
            AlertNumber(
                "share", .share, ExpiryForecast.Alignment.alarmingShare, perResource: true),
            AlertNumber("loads", .perSecond, 200, perResource: true),
        ], hold: .long
    ) { facts in
        facts.snapshot.expiryForecast.compactMap { forecast in
            guard let aligned = forecast.aligned, aligned.isCliff,
                let resource = facts.snapshot.report(forecast.resource),
                aligned.keys(of: resource, forecast) >= ExpiryForecast.Alignment.alarmingKeys,
                let threshold = facts.number("share", for: resource.name),
                let most = facts.number("loads", for: resource.name)
            else { return nil }
            let held = facts.held(resource.name) != nil
            let loads = resource.hitsPerSecond.map { $0 * aligned.share }
            let comesAgain =
                facts.history.map { $0.cliffs.comesAgain(resource.name, $0.policy) } ?? false
            guard aligned.share >= (held ? threshold * 0.8 : threshold),
                comesAgain || loads ?? 0 >= (held ? most * 0.8 : most)
            else { return nil }
            let cost = loads.map { " About \(Format.rate($0)) look-ups a second then miss." } ?? ""
            return Alert(
                rule: "expiryCliff", severity: .warning, subject: resource.name,
                value: aligned.share, threshold: threshold,
                message: "\(aligned.words(of: resource.name))\(cost) "
                    + ExpiryForecast.Alignment.advice(ttlSeconds: resource.policy.ttlSeconds))
        }
    }
}

extension ResourceReport {
    /// In the last minute; nil: not observed.
    fileprivate var hitsPerSecond: Double? {
        windows.first { $0.seconds == 60 }.flatMap { window in
            window.coveredSeconds.flatMap { Rate.perSecond(Double(window.hits), seconds: $0) }
        }
    }
}
