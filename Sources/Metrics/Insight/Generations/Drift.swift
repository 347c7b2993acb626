/// A counter and the keys that should carry its value do not go together: `drift[]` of the snapshot.
package struct Drift: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, ExtensibleKind {
        /// Keys of the counter's value are neither looked up nor there; those of older ones are.
        case currentNeverAppears
        /// A part of the look-ups still asks for an older generation.
        case olderStillAsked
        /// There are keys, or look-ups, of a generation that the counter has not reached.
        case keysAboveCounter
        /// The counter's key is gone, or keys show that it was there.
        case counterMissing
        /// Its value is lower than it was.
        case counterWentBack
        /// The counter was raised, and no key of the resource carries a generation.
        case keysWithoutGeneration
        /// Of a version of cachetop that knows more.
        case other
    }

    /// What is dangerous, what costs hits, and what is only to be known.
    package var severity: Alert.Severity {
        switch kind {
        case .counterMissing, .counterWentBack, .currentNeverAppears: .critical
        case .keysAboveCounter, .olderStillAsked: .warning
        case .keysWithoutGeneration, .other: .info
        }
    }

    /// What most likely is the reason.
    package enum Cause: String, Sendable, Hashable, ExtensibleKind {
        /// The API reads its counter seldom, and keeps it meanwhile.
        case apiCachesCounter
        /// The counter was evicted: an allkeys policy takes it as any key.
        case evicted
        /// FLUSHALL or FLUSHDB.
        case flushed
        /// Redis was restarted, and came back with older data.
        case restarted
        /// Another server took over that was behind.
        case failedOver
        /// DEL or UNLINK of the counter.
        case deleted
        /// SET to a lower value, or INCR of a key that was gone.
        case overwritten
        /// The API builds keys without a version.
        case keyFormat
        case other
    }

    package var kind: Kind
    /// Its key.
    package var counter: String
    /// null: it is about the counter alone.
    @Nullable package var resource: String?
    /// The counter's value; null: absent.
    @Nullable package var value: Int64?
    /// What it was before it went missing or back.
    @Nullable package var formerValue: Int64?
    /// The generation that was found in its place.
    @Nullable package var generation: Int64?
    /// Keys that the sweep found so, and look-ups that asked so, of all those that were judged.
    @Nullable package var keys: UInt64?
    @Nullable package var lookups: UInt64?
    @Nullable package var share: Double?
    @Nullable package var since: Timestamp?
    @Nullable package var cause: Cause?
    /// What it means, in words.
    package var message: String

    package init(_ kind: Kind, counter: String, value: Int64?, message: String = "") {
        self.kind = kind
        self.counter = counter
        self.value = value
        self.message = message
    }
}
