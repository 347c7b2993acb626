import Metrics
import RedisClient

/// What a direct purge has done, told so that nothing reads as more than it is.
struct PurgeReport {
    /// Of a longer list, so many keys are looked at afterwards.
    static let verified = 10_000

    struct Counter {
        var key: [UInt8]
        var to: Int64
        var wasMissing: Bool
        /// By the look afterwards; nil: gone, or no integer any more.
        var now: Int64??
    }

    let planned: PlannedInvalidation
    private(set) var counters: [Counter] = []
    /// Keys whose UNLINK was answered.
    private(set) var done = 0
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

    mutating func unlinked(_ keys: Int, removed count: Int64) {
        done += keys
        removed += UInt64(max(0, count))
    }

    mutating func failed(_ error: RedisError) {
        let isUnknown = !error.isServerReply && ["INCR", "UNLINK"].contains(error.attempted)
        failure = (isUnknown ? .unknown : .notDone, error.advised)
    }

    // MARK: The look afterwards

    /// Looks whether what was done still is: counters by MGET, keys by PTTL, which the rights to
    /// watch cover. A look that fails leaves it unsaid, never makes it done.
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
                    note = note ?? "It could not be looked at afterwards: PTTL is not permitted."
                    return
                }
                there += answers.pttl.count { $0 != nil && $0 != -2 }
            }
            rewritten = (there, keys.count)
        } catch {
            if note == nil, failure == nil {
                note = "It could not be looked at afterwards: \(error.message)."
            }
        }
    }

    // MARK: What to tell

    var deed: Deed {
        var deed = Deed(outcome, message)
        if let first = counters.first {
            deed.to = first.to
            deed.from = first.wasMissing ? nil : first.to - 1
        }
        guard planned.plan.unlinks else { return deed }
        if failure == nil || done > 0 {
            deed.removed = removed
            deed.alreadyGone = UInt64(done) - min(UInt64(done), removed)
        }
        deed.rewritten = rewritten.map { UInt64($0.keys) }
        deed.verified = rewritten.map { UInt64($0.of) }
        deed.stoppedEarly = isStopped
        return deed
    }

    private var outcome: InvalidationRecord.Outcome {
        if let failure { return failure.outcome }
        if isStopped { return .notDone }
        return counterProblem == nil ? .done : .unknown
    }

    /// A counter that does not stand where INCR said: whoever reads it sees old copies as live.
    private var counterProblem: String? {
        for counter in counters {
            guard let now = counter.now else { continue }
            let name = KeyText.text(counter.key)
            guard let now else {
                return "\(name) is gone again, though INCR answered \(counter.to); look for "
                    + "eviction or a failover, then ask again"
            }
            if now < counter.to {
                return "\(name) is \(now) now, though INCR answered \(counter.to); look for a "
                    + "failover or another writer, then ask again"
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
            let left = planned.keys.count - done
            let rest = left > 0 ? "\(NumberText.keys(left)) left alone" : "nothing was sent"
            text = text.isEmpty ? "stopped before anything was sent" : "stopped: \(text); \(rest)"
        }
        if let failure {
            let lead =
                failure.outcome == .unknown ? "it is not known what came of the rest: " : ""
            text = text.isEmpty ? lead + failure.why : "\(text), then \(lead)\(failure.why)"
        }
        if !text.hasSuffix(".") { text += "." }
        return note.map { "\(text) \($0)" } ?? text
    }

    private static func words(_ counter: Counter) -> String {
        let name = KeyText.text(counter.key)
        guard counter.wasMissing else { return "\(name) \(counter.to - 1) → \(counter.to)" }
        let part = counter.to == 1 ? "; to the API that is no change" : ""
        return "\(name) was missing, which the API reads as 1, and is now \(counter.to)\(part)"
    }

    private var keyWords: [String] {
        var words: [String] = []
        let planned = planned.keys.count
        let gone = done - Int(removed)
        if removed == 0 {
            words.append("no key was there to remove")
        } else if Int(removed) == planned {
            words.append("removed \(NumberText.keys(removed))")
        } else {
            words.append("removed \(NumberText.grouped(removed)) of \(NumberText.keys(planned))")
            if gone > 0 {
                words.append(
                    "\(NumberText.grouped(gone)) \(gone == 1 ? "was" : "were") already gone")
            }
        }
        if let rewritten, rewritten.keys > 0 {
            let sample =
                rewritten.of < done ? " of \(NumberText.grouped(rewritten.of)) looked at" : ""
            words.append(
                "\(NumberText.grouped(rewritten.keys))\(sample) "
                    + "\(rewritten.keys == 1 ? "has" : "have") been written again since")
        }
        return words
    }
}
