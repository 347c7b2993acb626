/// A purge or a bump that another program published: material for the timeline.
package struct ObservedInvalidation: Sendable, Hashable {
    package var at: Timestamp
    package var outcome: Outcome
    package var key: [UInt8]
    /// Name of the API instance, from the entry's `src`; nil when it did not say.
    package var source: [UInt8]?

    package init(at: Timestamp, outcome: Outcome, key: [UInt8], source: [UInt8]?) {
        self.at = at
        self.outcome = outcome
        self.key = key
        self.source = source
    }
}
