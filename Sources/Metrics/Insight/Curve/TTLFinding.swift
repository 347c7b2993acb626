/// What one TTL would bring.
package struct TTLFinding: Sendable, Hashable {
    /// nil: until invalidated.
    package var ttlSeconds: Double?
    /// nil, as what follows: not observed for long enough.
    package var hitRate: Double?
    /// Half the width of the 95 % interval, and how far the simulation errs at the policy's own TTL.
    package var error: Double?
    package var staleSeconds: Double?
    package var originLoadsPerSecond: Double?
    /// How many copies there would be, over those at the policy's own TTL.
    package var copies: Double?

    package init(ttlSeconds: Double?) { self.ttlSeconds = ttlSeconds }
}
