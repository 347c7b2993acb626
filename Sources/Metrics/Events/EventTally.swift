/// What a stretch of the event stream added up to: the hot path's destination.
///
/// The tail decodes straight into a tally, sends it every 250 ms and starts a new one; a tally
/// that still waits takes the next one in (`merge`). Nothing here grows with traffic: counts per
/// slot, five minutes of buckets, and at most 64 invalidations (the rest is counted).
package struct EventTally: Sendable {
    package static let invalidationLimit = 64

    /// Weighted hits and misses per slot of the grammar (the last slot: unclassified keys).
    package private(set) var totals: [HitCounts]
    package private(set) var buckets: TimeBuckets
    /// Event pairs read, unweighted, known and unknown outcomes alike.
    package private(set) var received: UInt64 = 0
    /// Pairs with an outcome we do not know, and weights that are none.
    package private(set) var unknown: UInt64 = 0
    package private(set) var fills: UInt64 = 0
    package private(set) var invalidations: [ObservedInvalidation] = []
    package private(set) var invalidationsOmitted = 0
    /// The moment of the newest entry in here.
    package private(set) var newest: Timestamp?

    private var row: Int?
    /// The moment of the open entry.
    private var opened: Timestamp?
    private var weight: UInt64 = 1
    private var source: [UInt8]?

    package init(slots: Int) {
        totals = Array(repeating: HitCounts(), count: max(1, slots))
        buckets = TimeBuckets(slots: max(1, slots))
    }

    package var isEmpty: Bool { received == 0 && unknown == 0 }

    /// Opens an entry (or a batch of lines); `src` and `n` of the one before no longer hold.
    package mutating func beginEntry(at moment: Timestamp) {
        row = buckets.row(of: TimeBuckets.index(of: moment))
        opened = moment
        weight = 1
        source = nil
        newest = max(newest ?? moment, moment)
    }

    /// One field/value pair of the open entry. Hits and misses are counted in `keys`, too.
    package mutating func add(
        field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>,
        grammar: KeyGrammar, keys: inout TopKeys
    ) {
        if let outcome = Outcome(field) {
            add(outcome, key: value, grammar: grammar, keys: &keys)
        } else if equal(field, "n") {
            weight = Self.weight(value) ?? 1
            if Self.weight(value) == nil { unknown += 1 }
        } else if equal(field, "src") {
            source = Array(value)
        } else {
            received += 1
            unknown += 1
        }
    }

    package mutating func add(
        _ outcome: Outcome, key: UnsafeBufferPointer<UInt8>, grammar: KeyGrammar,
        keys: inout TopKeys
    ) {
        received += 1
        switch outcome {
        case .hit, .miss:
            let isHit = outcome == .hit
            let slot: Int
            switch grammar.classifyEvent(key) {
            case .resource(let index): slot = index
            case .unclassified: slot = grammar.unclassifiedSlot
            case .counter, .own: return
            }
            guard slot < totals.count else { return }
            let counts = HitCounts(hits: isHit ? weight : 0, misses: isHit ? 0 : weight)
            totals[slot] += counts
            if let row { buckets.add(counts, row: row, slot: slot) }
            if grammar.hasPrefix(key) {
                keys.record(key, hits: counts.hits, misses: counts.misses)
            } else {
                grammar.normalised(Array(key)).withUnsafeBufferPointer {
                    keys.record($0, hits: counts.hits, misses: counts.misses)
                }
            }
        case .fill:
            fills = saturatingSum(fills, weight)
        case .purge, .purgeGlob, .bump:
            guard invalidations.count < Self.invalidationLimit, let opened else {
                invalidationsOmitted += 1
                return
            }
            invalidations.append(
                ObservedInvalidation(
                    at: opened, outcome: outcome,
                    key: outcome == .purgeGlob
                        ? grammar.normalised(glob: Array(key)) : grammar.normalised(Array(key)),
                    source: source))
        }
    }

    /// A line that looked like an event but was none.
    package mutating func addUnknown() {
        received += 1
        unknown += 1
    }

    package mutating func merge(_ other: EventTally) {
        guard other.totals.count == totals.count else { return }
        for slot in totals.indices { totals[slot] += other.totals[slot] }
        buckets.merge(other.buckets)
        received += other.received
        unknown += other.unknown
        fills = saturatingSum(fills, other.fills)
        let room = max(0, Self.invalidationLimit - invalidations.count)
        invalidations += other.invalidations.prefix(room)
        invalidationsOmitted +=
            other.invalidationsOmitted + max(0, other.invalidations.count - room)
        if let theirs = other.newest { newest = max(newest ?? theirs, theirs) }
    }

    /// 1 to 1,000,000; nil for anything else.
    package static func weight(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard (1...7).contains(text.count) else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + UInt64(byte - 48)
        }
        return (1...1_000_000).contains(value) ? value : nil
    }
}
