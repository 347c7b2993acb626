/// What another maxmemory would do to the hit rate, and what each resource's bytes bring: `memoryCurve` of the
/// snapshot.
package struct MemoryCurve: Sendable, Hashable, Codable {
    /// One size.
    package struct Step: Sendable, Hashable, Codable {
        /// Of the present maxmemory.
        package var factor: Double
        package var maxBytes: UInt64
        /// Of all look-ups; null: so small a cache was not simulated.
        @Nullable package var hitRate: Double?
        /// Half the width of the 95 % interval, and how far the simulation errs at the present size.
        @Nullable package var error: Double?
        @Nullable package var originLoadsPerSecond: Double?

        package init(
            factor: Double, maxBytes: UInt64, hitRate: Double?, error: Double?,
            originLoadsPerSecond: Double?
        ) {
            self.factor = factor
            self.maxBytes = maxBytes
            self.hitRate = hitRate
            self.error = error
            self.originLoadsPerSecond = originLoadsPerSecond
        }
    }

    /// What the bytes of one resource bring.
    package struct Share: Sendable, Hashable, Codable {
        package var resource: String
        package var bytes: UInt64
        /// Hits of the last five minutes; null without copies.
        @Nullable package var hitsPerSecondPerMiB: Double?
        @Nullable package var hitRate: Double?
        /// With half of maxmemory, and with twice of it.
        @Nullable package var halfHitRate: Double?
        @Nullable package var doubleHitRate: Double?

        package init(
            resource: String, bytes: UInt64, hitsPerSecondPerMiB: Double?, hitRate: Double?,
            halfHitRate: Double?, doubleHitRate: Double?
        ) {
            self.resource = resource
            self.bytes = bytes
            self.hitsPerSecondPerMiB = hitsPerSecondPerMiB
            self.hitRate = hitRate
            self.halfHitRate = halfHitRate
            self.doubleHitRate = doubleHitRate
        }
    }

    /// Redis' maxmemory-policy.
    package var evictionPolicy: String
    /// Whether copies are evicted now.
    package var evicts: Bool
    /// Used memory with which none would be.
    package var neededBytes: UInt64
    /// Smallest first.
    package var steps: [Step]
    /// Those whose bytes bring most hits first.
    package var resources: [Share]

    package init(
        evictionPolicy: String, evicts: Bool, neededBytes: UInt64, steps: [Step],
        resources: [Share]
    ) {
        self.evictionPolicy = evictionPolicy
        self.evicts = evicts
        self.neededBytes = neededBytes
        self.steps = steps
        self.resources = resources
    }
}
