/// One event: an outcome and the key it happened to.
package struct CacheEvent: Sendable, Hashable {
    package var outcome: Outcome
    package var key: [UInt8]
    /// How many look-ups it stands for where the publisher samples.
    package var weight: UInt64
    /// Name of the API instance; nil when it did not say.
    package var source: [UInt8]?

    package init(_ outcome: Outcome, key: [UInt8], weight: UInt64 = 1, source: [UInt8]? = nil) {
        self.outcome = outcome
        self.key = key
        self.weight = weight
        self.source = source
    }
}
