/// When the copies of one resource expire, by the times to live that the last sweep has asked.
///
/// What is filled after the sweep is not in it. So a stretch is told only as long as such a copy can't expire
/// in it, or where every copy does.
package struct ExpiryForecast: Sendable, Hashable, Codable {
    package var resource: String
    /// Keys whose time to live was asked.
    package var sampled: Int
    /// When that sweep began.
    @Nullable package var sampledAt: Timestamp?
    /// In the next 10 and 60 whole seconds of the server's clock.
    @Nullable package var keysIn10Seconds: UInt64?
    @Nullable package var keysIn60Seconds: UInt64?
    /// The second to come in which most expire.
    @Nullable package var worstSecond: Second?
    /// null with fewer than `leastAligned` keys that expire.
    @Nullable package var aligned: Alignment?

    package struct Second: Sendable, Hashable, Codable {
        package var at: Timestamp
        package var keys: UInt64

        package init(at: Timestamp, keys: UInt64) {
            self.at = at
            self.keys = keys
        }
    }

    /// The two neighbouring seconds in which the largest share expires.
    package struct Alignment: Sendable, Hashable, Codable {
        package var at: Timestamp
        /// Of the keys that expire.
        package var share: Double
        /// What the share of any two seconds is where fills are spread evenly over the TTL.
        package var usualShare: Double

        /// So many at once are a burst of loads that no even spread would bring.
        static let notableShare = 0.2
        private static let timesUsual = 4.0

        package var isCliff: Bool {
            share >= Self.notableShare && share >= Self.timesUsual * usualShare
        }

        /// So many loads at once that the origin feels them.
        static let alarmingShare = 0.5
        static let alarmingKeys = 200.0

        /// About how many of a resource's keys that are.
        func keys(of resource: ResourceReport, _ forecast: ExpiryForecast) -> Double {
            share * Double(resource.keys ?? UInt64(max(0, forecast.sampled)))
        }

        package init(at: Timestamp, share: Double, usualShare: Double) {
            self.at = at
            self.share = share
            self.usualShare = usualShare
        }
    }

    package static let alignedSeconds = 2
    package static let leastAligned = 50

    package init(resource: String, sampled: Int, sampledAt: Timestamp?) {
        self.resource = resource
        self.sampled = sampled
        self.sampledAt = sampledAt
    }
}

extension ExpiryForecast {
    /// nil: no time to live was asked.
    init?(
        _ resource: Resource, _ slot: KeyspaceSurvey.Slot, of survey: KeyspaceSurvey,
        at now: Timestamp
    ) {
        let histogram = slot.ttl
        guard histogram.sampled > 0 else { return nil }
        self.init(
            resource: resource.name, sampled: histogram.sampled, sampledAt: survey.startedAt)
        // Of keys whose time to live was kept from this user as many expire as of the others.
        let scale = Double(max(slot.keys, histogram.sampled)) / Double(histogram.sampled)
        func all(_ keys: Int) -> UInt64 {
            UInt64(saturating: Double(keys) * scale * survey.factor)
        }
        let expiring = histogram.sampled - histogram.withoutExpiry
        let age = max(0, now.seconds(since: survey.startedAt))
        let terms = LifeTerms(resource)
        let (shortest, longest) = (Double(terms.shortest) / 1000, Double(terms.longest) / 1000)
        func keys(in seconds: Int) -> UInt64? {
            if longest <= Double(seconds) { return all(expiring - histogram.overPolicy) }
            guard age + Double(seconds) <= shortest else { return nil }
            return all(slot.expiry.keys(after: now, seconds: seconds))
        }
        keysIn10Seconds = keys(in: 10)
        keysIn60Seconds = keys(in: 60)
        let known = Int(min(Double(ExpiryMoments.limit), max(0, shortest - age)))
        if known >= 1, let worst = slot.expiry.worstSecond(after: now, seconds: known) {
            worstSecond = Second(at: worst.at, keys: all(worst.keys))
        }
        if expiring >= Self.leastAligned, let pair = slot.expiry.worstPair {
            aligned = Alignment(
                at: pair.at, share: Double(pair.keys) / Double(expiring),
                usualShare: min(1, Double(Self.alignedSeconds) / max(1, longest)))
        }
    }
}

extension History {
    /// A row for each resource whose times to live were asked.
    func expiryForecasts(at now: Timestamp) -> [ExpiryForecast] {
        guard let survey = lifeSurvey else { return [] }
        return zip(policy.resources, survey.slots).compactMap { resource, slot in
            ExpiryForecast(resource, slot, of: survey, at: now)
        }
    }
}
