/// A number that is kept over time and can be drawn as a curve.
package enum Measure: Sendable, Hashable {
    /// Hits of all look-ups, 0…1; resource nil: of all keys.
    case hitRate(resource: String?)
    /// Look-ups that missed, per second; resource nil: of all keys.
    case missesPerSecond(resource: String?)
    case usedBytes
    /// The limit; 0: none.
    case maxBytes
    /// As the last sweep counted them.
    case keys(resource: String)
    case bytes(resource: String)
    case unclassifiedBytes
}
