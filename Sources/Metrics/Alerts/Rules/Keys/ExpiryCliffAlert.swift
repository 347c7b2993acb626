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
        facts.snapshot.alignedExpiries.compactMap { expiry in
            let (resource, share) = (expiry.resource, expiry.aligned.share)
            guard expiry.isGrave, let threshold = facts.number("share", for: resource.name),
                let most = facts.number("loads", for: resource.name)
            else { return nil }
            let held = facts.held(resource.name) != nil
            let loads = resource.hitsPerSecond.map { $0 * share }
            let comesAgain =
                facts.history.map { $0.cliffs.comesAgain(resource.name, $0.policy) } ?? false
            guard share >= (held ? threshold * 0.8 : threshold),
                comesAgain || loads ?? 0 >= (held ? most * 0.8 : most)
            else { return nil }
            let cost = loads.map { " About \(Format.rate($0)) look-ups a second then miss." } ?? ""
            return Alert(
                rule: "expiryCliff", severity: .warning, subject: resource.name, value: share,
                threshold: threshold, message: "\(expiry.message)\(cost) \(expiry.advice)")
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
