/// A resource of which many copies expire in the same moment, and are loaded in the same moment.
struct AlignedExpiry: Sendable, Hashable {
    let forecast: ExpiryForecast
    let aligned: ExpiryForecast.Alignment
    let resource: ResourceReport
    /// So many keys that the origin feels their loads.
    let isGrave: Bool

    /// nil: the keys of this forecast expire as they should.
    init?(_ forecast: ExpiryForecast, in snapshot: Snapshot) {
        guard let aligned = forecast.aligned, aligned.isCliff,
            let resource = snapshot.report(forecast.resource)
        else { return nil }
        self.forecast = forecast
        self.aligned = aligned
        self.resource = resource
        let keys = aligned.share * Double(resource.keys ?? UInt64(forecast.sampled))
        isGrave = keys >= ExpiryForecast.Alignment.alarmingKeys
    }

    var message: String { aligned.words(of: forecast.resource) }
    var advice: String {
        ExpiryForecast.Alignment.advice(ttlSeconds: resource.policy.ttlSeconds)
    }
}

extension Snapshot {
    var alignedExpiries: [AlignedExpiry] {
        expiryForecast.compactMap { AlignedExpiry($0, in: self) }
    }
}
