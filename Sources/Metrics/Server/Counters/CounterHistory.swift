/// One version counter over time: its value, its last change, how often it changes.
package struct CounterHistory: Sendable, Hashable {
    package let name: String
    package let key: String
    /// The newest reading that said something: `state` says whether it still holds.
    package private(set) var reading: CounterReading?
    package private(set) var state = SourceState.notYet(why: nil)
    package private(set) var changedAt: Timestamp?
    /// The newest `bump` event of it.
    package private(set) var bumpedAt: Timestamp?
    /// Bumps that no raise has taken yet, oldest first.
    private var openBumps: [Timestamp] = []
    private static let mostOpenBumps = 64
    /// The last reading that was a value, or none: a key of another type is no change.
    private var known: CounterReading?
    private var watchedSince: Timestamp?
    private var changes: [Change] = []
    /// The newest value that was seen; it stays when the key is gone.
    package private(set) var lastValue: Int64?
    /// The newest time that a value was lower than the one before.
    package private(set) var fall: Fall?

    package struct Fall: Sendable, Hashable {
        package var from: Int64
        package var to: Int64
        package var at: Timestamp
    }

    private struct Change: Sendable, Hashable {
        var at: Timestamp
        var steps: Int64
    }

    package init(name: String, key: String) {
        self.name = name
        self.key = key
    }

    /// What a counter of the policy is called on the screen: `search` for `version:search`.
    static func name(of counter: String) -> String {
        let head = "version:"
        return counter.hasPrefix(head) ? String(counter.dropFirst(head.count)) : counter
    }

    /// The newest known value; `state` says of which moment.
    package var value: Int64? {
        if state.moment != nil, case .value(let value) = reading { return value }
        return nil
    }

    package mutating func observe(_ new: CounterReading, at now: Timestamp) {
        if case .unavailable(let problem) = new { return fail(problem) }
        reading = new
        if case .unusable(let why) = new { return fail(SourceProblem(.notTold, why)) }
        state.succeed(at: now)
        if watchedSince == nil { watchedSince = now }
        if let known, known != new {
            changedAt = max(changedAt ?? now, now)
            if case .value(let old) = known, case .value(let value) = new, value > old {
                let (steps, overflow) = value.subtractingReportingOverflow(old)
                changes.append(Change(at: now, steps: overflow ? .max : steps))
            }
        }
        if case .value(let value) = new {
            if let lastValue, value < lastValue {
                fall = Fall(from: lastValue, to: value, at: now)
            }
            lastValue = value
        }
        known = new
        changes.removeAll { now.seconds(since: $0.at) > 3600 }
    }

    /// Since when it is known to be as it is, by the events or the polls.
    package var heldSince: Timestamp? {
        watchedSince.map { watched in changedAt ?? watched }
    }

    /// Since when polls have seen it as it is.
    package var seenSince: Timestamp? {
        watchedSince.map { watched in max(watched, changedAt ?? watched) }
    }

    /// The polls that saw it raised within the last hour.
    var raises: [Timestamp] { changes.map(\.at) }

    package mutating func fail(_ problem: SourceProblem) { state.fail(problem) }

    /// A `bump` event of the stream is dated better than the poll that sees its effect.
    package mutating func observeBump(at moment: Timestamp) {
        changedAt = max(changedAt ?? moment, moment)
        bumpedAt = max(bumpedAt ?? moment, moment)
        openBumps.append(moment)
        if openBumps.count > Self.mostOpenBumps { openBumps.removeFirst() }
    }

    /// Takes bumps of a stretch of time for so many raises, so that each explains one.
    /// - Returns: how many there were.
    mutating func takeBumps(_ most: Int64, from: Timestamp, to: Timestamp) -> Int64 {
        var taken: Int64 = 0
        openBumps.removeAll { bump in
            guard taken < most, bump >= from, bump <= to else { return false }
            taken += 1
            return true
        }
        return taken
    }

    /// Increments per hour, over the last hour or as long as it was watched; nil for the first
    /// minute, when the figure would say nothing, and while the counter can't be read.
    package func changesPerHour(at now: Timestamp) -> Double? {
        guard let watchedSince, state.isFresh else { return nil }
        let seconds = min(3600, now.seconds(since: watchedSince))
        guard seconds >= 60 else { return nil }
        let steps = changes.reduce(0.0) { $0 + Double($1.steps) }
        return Rate.perSecond(steps, seconds: seconds).map { $0 * 3600 }
    }
}
