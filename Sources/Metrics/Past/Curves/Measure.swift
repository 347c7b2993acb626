/// A number that is kept over time and can be drawn as a curve.
package enum Measure: Sendable, Hashable {
    /// Hits of all look-ups, 0…1; resource nil: of all keys.
    case hitRate(resource: String?)
    /// Look-ups that missed, per second; resource nil: of all keys.
    case missesPerSecond(resource: String?)
    /// The same of all look-ups.
    case lookupsPerSecond(resource: String?)
    case usedBytes
    /// The limit; 0: none.
    case maxBytes
    /// As the last sweep counted them.
    case keys(resource: String)
    case bytes(resource: String)
    case unclassifiedBytes
    /// Commands, as the server counts them.
    case opsPerSecond
}

extension Measure {
    /// Where its newest value comes from.
    var source: Source {
        switch self {
        case .hitRate, .missesPerSecond, .lookupsPerSecond: .events
        case .usedBytes, .maxBytes: .memory
        case .keys: .scan
        case .bytes, .unclassifiedBytes: .memoryUsage
        case .opsPerSecond: .stats
        }
    }
}
