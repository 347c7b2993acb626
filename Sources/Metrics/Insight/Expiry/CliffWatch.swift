/// Since when many keys of a resource expire together.
///
/// What fills a cache at once, a start or a warm-up, makes one cliff, and look-ups spread it over the next TTL.
/// One that is still there after a TTL comes again and again.
struct CliffWatch: Sendable {
    private struct Cliff: Sendable {
        var first: Timestamp
        var newest: Timestamp
    }

    private var cliffs: [String: Cliff] = [:]

    /// After a sweep. Between the end of one cliff and the next there may be none for a TTL.
    mutating func observe(_ forecasts: [ExpiryForecast], _ policy: CachePolicy, at now: Timestamp) {
        for forecast in forecasts {
            let name = forecast.resource
            if let known = cliffs[name], now.seconds(since: known.newest) > ttl(of: name, policy) {
                cliffs[name] = nil
            }
            guard forecast.aligned?.isCliff == true else { continue }
            cliffs[name] = Cliff(first: cliffs[name]?.first ?? now, newest: now)
        }
    }

    /// Whether the copies that made the first cliff have expired since, and there is another one.
    func comesAgain(_ name: String, _ policy: CachePolicy) -> Bool {
        guard let cliff = cliffs[name] else { return false }
        return cliff.newest.seconds(since: cliff.first) > ttl(of: name, policy)
    }

    private func ttl(of name: String, _ policy: CachePolicy) -> Double {
        policy.resources.first { $0.name == name }.map { Double($0.ttlSeconds) } ?? 0
    }
}
