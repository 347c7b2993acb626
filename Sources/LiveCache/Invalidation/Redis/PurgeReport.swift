import Metrics
import RedisClient

/// What a direct purge has done so far, in figures and words that claim no more than is known.
struct PurgeReport {
    /// Of a longer list, so many keys are verified after the purge.
    static let verified = 10_000

    struct Counter {
        var key: [UInt8]
        /// What INCR answered last.
        var to: Int64
        var wasMissing: Bool
        /// What MGET answered after the purge; nil inside: the counter is gone or no integer.
        var now: Int64??

        /// The value before the last INCR; nil where there was none, or it is no Int64.
        var from: Int64? {
            let (before, overflow) = to.subtractingReportingOverflow(1)
            return wasMissing || overflow ? nil : before
        }
    }

    let planned: PlannedInvalidation
    private(set) var counters: [Counter] = []
    /// Keys whose UNLINK was answered.
    private(set) var done = 0
    /// Those of them that existed when the plan was made.
    private(set) var doneExisting = 0
    private(set) var removed: UInt64 = 0
    private var failure: (outcome: InvalidationRecord.Outcome, why: String)?
    private var rewritten: (keys: Int, of: Int)?
    var isStopped = false
    /// A sentence that concerns no key.
    var note: String?

    init(_ planned: PlannedInvalidation) { self.planned = planned }

    private var expectedCounters: Int {
        guard case .redis(let steps) = planned.plan.work else { return 0 }
        return steps.count { if case .increment = $0 { true } else { false } }
    }

    /// Every step was answered.
    var isWhole: Bool {
        failure == nil && done == planned.keys.count && counters.count == expectedCounters
    }

    mutating func raised(_ key: [UInt8], to value: Int64, wasMissing: Bool) {
        let counter = Counter(key: key, to: value, wasMissing: wasMissing)
        if let last = counters.last, last.key == key { counters.removeLast() }
        counters.append(counter)
    }

    /// - Parameter count: UNLINK's answer. A number that can't be is taken for the nearest that can.
    mutating func unlinked(_ keys: Int, removed count: Int64) {
        doneExisting += (done..<(done + keys)).count { !planned.absent.contains($0) }
        done += keys
        removed += UInt64(max(0, min(count, Int64(keys))))
    }

    /// Only the first failure counts: what follows is its consequence.
    ///
    /// - Parameter isChange: the command that failed was to change something.
    mutating func failed(_ error: RedisError, isChange: Bool = false) {
        let isUnknown = isChange && error.mayHaveBeenCarriedOut
        failure = failure ?? (isUnknown ? .unknown : .notDone, error.advised)
    }

    // MARK: Verification

    /// Verifies the result: counters by MGET, keys by PTTL, which the rights to watch cover. A
    /// verification that fails is reported, and never makes a result "done".
    mutating func verify(_ invalidator: Invalidator, _ connection: RedisConnection) async {
        do throws(RedisError) {
            let values = try await invalidator.counters(counters.map(\.key), connection)
            for (index, value) in zip(counters.indices, values) { counters[index].now = value }
            guard done > 0 else { return }
            let keys = KeyList(planned.keys.prefix(done)).sample(Self.verified)
            var there = 0
            for start in stride(from: 0, to: keys.count, by: 500) {
                let batch = Array(keys[start..<min(keys.count, start + 500)])
                let answers = try await OwnLookups.counted(in: invalidator.own) {
                    own throws(RedisError) in
                    try await SweepBatch(
                        keys: batch, asksPTTL: true, asksMemory: false, cursor: nil, count: 0,
                        own: own
                    ).ask(connection)
                }
                if answers.refused["PTTL"] != nil {
                    note =
                        note
                        ?? "Could not verify the result: this user lacks PTTL. Grant +pttl."
                    return
                }
                there += answers.pttl.count { $0 != nil && $0 != -2 }
            }
            rewritten = (there, keys.count)
        } catch {
            if note == nil, failure == nil {
                note = "Could not verify the result: \(error.message)."
            }
        }
    }

    // MARK: The result

    var result: PurgeResult {
        var result = PurgeResult(outcome, message)
        if let first = counters.first {
            result.to = first.to
            result.from = first.from
        }
        guard planned.plan.unlinks else { return result }
        if failure == nil || done > 0 {
            result.removed = removed
            result.alreadyGone = alreadyGone
        }
        result.rewritten = rewritten.map { UInt64($0.keys) }
        result.verified = rewritten.map { UInt64($0.of) }
        result.stoppedEarly = isStopped
        return result
    }

    /// Of the keys that existed when the plan was made.
    private var alreadyGone: UInt64 {
        let existing = UInt64(doneExisting)
        return existing - min(existing, removed)
    }

    private var outcome: InvalidationRecord.Outcome {
        if let failure { return failure.outcome }
        if isStopped { return .notDone }
        return counterProblem == nil ? .done : .unknown
    }

    /// A counter that is lower than INCR said: the API takes old copies for current ones.
    private var counterProblem: String? {
        for counter in counters {
            guard let now = counter.now else { continue }
            let name = KeyText.text(counter.key)
            guard let now else {
                return "\(name) is gone again, though INCR answered \(counter.to); check for "
                    + "eviction or a failover, then purge again"
            }
            if now < counter.to {
                return "\(name) is \(now) now, though INCR answered \(counter.to); check for a "
                    + "failover or another writer, then purge again"
            }
        }
        return nil
    }

    private var message: String {
        var parts = counters.map(Self.words)
        if planned.plan.unlinks, failure == nil || done > 0, !isStopped || done > 0 {
            parts += keyWords
        }
        if let counterProblem { parts.append(counterProblem) }
        var text = parts.joined(separator: ", ")
        if isStopped {
            let left = planned.existingKeys - doneExisting
            let rest = left > 0 ? "\(NumberText.keys(left)) left alone" : "nothing was sent"
            text = text.isEmpty ? "stopped before anything was sent" : "stopped: \(text); \(rest)"
        }
        if let failure {
            let lead =
                failure.outcome == .unknown ? "the outcome of the rest is not known: " : ""
            text = text.isEmpty ? lead + failure.why : "\(text), then \(lead)\(failure.why)"
        }
        if !text.hasSuffix(".") { text += "." }
        return note.map { "\(text) \($0)" } ?? text
    }

    private static func words(_ counter: Counter) -> String {
        let name = KeyText.text(counter.key)
        guard counter.wasMissing else {
            return counter.from.map { "\(name) \($0) → \(counter.to)" }
                ?? "\(name) is now \(counter.to)"
        }
        let part = counter.to == 1 ? "; to the API that is no change" : ""
        return "\(name) was missing, which the API reads as 1, and is now \(counter.to)\(part)"
    }

    private var keyWords: [String] {
        var words: [String] = []
        let existing = UInt64(planned.existingKeys)
        if removed == 0, existing == 0 {
            words.append("there was no key to remove")
        } else if removed >= existing {
            words.append("removed \(removed == 1 ? "" : "all ")\(NumberText.keys(removed))")
        } else {
            words.append("removed \(NumberText.grouped(removed)) of \(NumberText.keys(existing))")
            if alreadyGone > 0 {
                let verb = alreadyGone == 1 ? "was" : "were"
                // Without PTTL the plan does not know whether they ever existed.
                let state = planned.radius.missingKeys == nil ? "not there" : "already gone"
                words.append("\(NumberText.grouped(alreadyGone)) \(verb) \(state)")
            }
        }
        if let rewritten, rewritten.keys > 0 {
            let sample =
                rewritten.of < done ? " of \(NumberText.grouped(rewritten.of)) checked" : ""
            words.append(
                "\(NumberText.grouped(rewritten.keys))\(sample) "
                    + "\(rewritten.keys == 1 ? "has" : "have") been written again since")
        }
        return words
    }
}
