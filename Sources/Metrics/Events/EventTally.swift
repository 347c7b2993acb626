/// What a stretch of the event stream added up to: the hot path's destination.
///
/// The tail decodes straight into a tally, sends it every 500 ms and starts a new one; a tally
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
    package private(set) var understanding = UnderstandingTally()
    package private(set) var fills: UInt64 = 0
    package private(set) var invalidations: [ObservedInvalidation] = []
    package private(set) var invalidationsOmitted = 0
    /// The moment of the newest entry in here that is not ahead of the server's clock.
    package private(set) var newest: Timestamp?
    /// Entries whose ids lie ahead of the server's clock.
    package private(set) var ahead: UInt64 = 0
    /// Of all stretches so far: it travels with the tally that is being filled. nil: switched off.
    package var insight: Insight?

    private var row: Int?
    /// The moment of the open entry; nil when it can't be known.
    private var opened: Timestamp?
    private var weight: UInt64 = 1
    private var source: [UInt8]?
    /// `understood` when the open entry began.
    private var understoodBefore: UInt64 = 0

    package init(slots: Int) {
        totals = Array(repeating: HitCounts(), count: max(1, slots))
        buckets = TimeBuckets(slots: max(1, slots))
    }

    /// Of the last hour, in buckets of a second.
    package static func ofHour(slots: Int) -> EventTally {
        var tally = EventTally(slots: slots)
        tally.buckets = StreamHour.buckets(slots: tally.totals.count)
        return tally
    }

    package var isEmpty: Bool { received == 0 && unknown == 0 && understanding.lines == 0 }

    /// Opens an entry (or a batch of lines); `src` and `n` of the one before no longer hold.
    package mutating func beginEntry(at moment: Timestamp) {
        open(at: moment)
        newest = max(newest ?? moment, moment)
    }

    /// Opens an entry of a stream, whose id may lie ahead of the server's clock `now`.
    ///
    /// Such an id is no moment. An entry that was seen to arrive belongs to the windows that end now;
    /// one that was there before counts in the totals alone.
    package mutating func beginEntry(at moment: Timestamp, now: Timestamp, isLive: Bool) {
        guard moment.isAhead(of: now) else { return beginEntry(at: moment) }
        ahead += 1
        if isLive {
            beginEntry(at: now)
        } else {
            open(at: nil)
        }
    }

    private mutating func open(at moment: Timestamp?) {
        row = moment.map { buckets.row(at: $0) }
        opened = moment
        weight = 1
        source = nil
        understoodBefore = understanding.understood
    }

    /// One field/value pair of the open entry. False: it is of another form than the native one, and
    /// was not counted; the entry's pairs from this one on are for `addRest`.
    package mutating func add(
        field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>,
        grammar: KeyGrammar, keys: inout TopKeys
    ) -> Bool {
        if let outcome = Outcome(field) {
            add(outcome, key: value, grammar: grammar, keys: &keys)
        } else if equal(field, "n") {
            weight = Self.weight(value) ?? 1
            if Self.weight(value) == nil { unknown += 1 }
        } else if equal(field, "src") {
            source = Array(value)
        } else {
            return false
        }
        return true
    }

    /// The pairs of the open entry from `first` on, whatever their form.
    package mutating func addRest(
        from first: Int, to count: Int, grammar: KeyGrammar, keys: inout TopKeys,
        _ pair: (Int) -> (field: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)
    ) {
        var reader = EntryReader(
            grammar: grammar, weight: weight, source: source,
            hasEvents: understanding.understood > understoodBefore)
        for index in first..<max(first, count) {
            let (field, value) = pair(index)
            reader.add(field: field, value: value)
        }
        reader.finish()
        let findings = reader.findings
        for event in findings.events { add(event, grammar: grammar, keys: &keys) }
        unknown += findings.badWeights + findings.unknown - findings.against
        received += findings.unknown - findings.against
        guard findings.against > 0 else { return }
        addUnknown(times: findings.against) { EventExample.entry(count, pair) }
    }

    package mutating func add(
        _ event: CacheEvent, grammar: KeyGrammar, keys: inout TopKeys
    ) {
        weight = event.weight
        source = event.source
        event.key.withUnsafeBufferPointer {
            add(event.outcome, key: $0, grammar: grammar, keys: &keys)
        }
    }

    package mutating func add(
        _ outcome: Outcome, key: UnsafeBufferPointer<UInt8>, grammar: KeyGrammar,
        keys: inout TopKeys
    ) {
        guard !key.isEmpty else {
            return addUnknown { "\(outcome.word) \"\"" }
        }
        received += 1
        understanding.addUnderstood()
        switch outcome {
        case .hit: count(HitCounts(hits: weight, misses: 0), key, grammar, &keys)
        case .miss: count(HitCounts(hits: 0, misses: weight), key, grammar, &keys)
        case .fill:
            fills = saturatingSum(fills, weight)
            insight?.fill(key, at: opened, weight: weight, grammar)
        case .purge, .purgeGlob, .bump: note(outcome, key, grammar)
        }
    }

    /// A hit or a miss, `weight` times.
    private mutating func count(
        _ counts: HitCounts, _ key: UnsafeBufferPointer<UInt8>, _ grammar: KeyGrammar,
        _ keys: inout TopKeys
    ) {
        let slot: Int
        let reading = grammar.readEvent(key)
        switch reading.kind {
        case .resource(let index): slot = index
        case .unclassified: slot = grammar.unclassifiedSlot
        case .counter, .own: return
        }
        guard slot < totals.count else { return }
        totals[slot] += counts
        if let row { buckets.add(counts, row: row, slot: slot) }
        insight?.lookUp(
            isHit: counts.misses == 0, key, of: slot, at: opened, weight: weight, grammar)
        if reading.isWhole {
            keys.record(key, hits: counts.hits, misses: counts.misses, at: opened)
        } else {
            grammar.normalised(Array(key)).withUnsafeBufferPointer {
                keys.record($0, hits: counts.hits, misses: counts.misses, at: opened)
            }
        }
    }

    private mutating func note(
        _ outcome: Outcome, _ key: UnsafeBufferPointer<UInt8>, _ grammar: KeyGrammar
    ) {
        // When an entry that is ahead of the clock happened is not known.
        guard let opened else { return }
        insight?.invalidate(outcome, key, at: opened, grammar)
        guard invalidations.count < Self.invalidationLimit else {
            invalidationsOmitted += 1
            return
        }
        let bytes = Array(key)
        invalidations.append(
            ObservedInvalidation(
                at: opened, outcome: outcome,
                key: outcome == .purgeGlob
                    ? grammar.normalised(glob: bytes) : grammar.normalised(bytes),
                source: source))
    }

    /// Pairs or a line that are no events and count against the source.
    package mutating func addUnknown(times: UInt64 = 1, example: () -> String) {
        received += times
        unknown += times
        understanding.addUnknown(times: times, example: example)
    }

    /// A line of a log: its events, or why there is none. What has nothing to do with the cache counts
    /// against a channel, which carries nothing else.
    package mutating func add(
        _ line: EventLine, isOfLog: Bool, grammar: KeyGrammar, keys: inout TopKeys,
        example: () -> String
    ) {
        switch line {
        case .events(let events):
            for event in events { add(event, grammar: grammar, keys: &keys) }
            understanding.addLine(isEvent: true)
            return
        case .unknown(.tooLong) where isOfLog:
            // It says nothing of its form.
            received += 1
            unknown += 1
        case .other where isOfLog: understanding.addOther(example: example)
        case .unknown, .other: addUnknown(example: example)
        }
        understanding.addLine(isEvent: false)
    }

    package mutating func merge(_ other: EventTally) {
        guard other.totals.count == totals.count else { return }
        for slot in totals.indices { totals[slot] += other.totals[slot] }
        buckets.merge(other.buckets)
        received += other.received
        unknown += other.unknown
        understanding.merge(other.understanding)
        fills = saturatingSum(fills, other.fills)
        ahead += other.ahead
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
