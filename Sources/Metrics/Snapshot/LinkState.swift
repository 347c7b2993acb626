/// How the connection to Redis stands, for the header and the banner.
package enum LinkState: Sendable, Hashable {
    case connecting
    case live
    /// - Parameters:
    ///   - why: a sentence for the operator, with what to do.
    ///   - retryAt: the next try, in seconds of cachetop's monotonic clock.
    case lost(why: String, retryAt: Double)
}
