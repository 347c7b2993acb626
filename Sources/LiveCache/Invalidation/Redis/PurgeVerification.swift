import Invalidation
import Metrics
import RedisClient

/// Verifies what was done: counters by MGET, keys by PTTL, which the rights to watch cover, at the purge's
/// pace. A verification that fails is reported, and never makes a result "done".
struct PurgeVerification {
    /// Of a longer list, so many keys are verified.
    static let limit = 10_000
    private static let batch = 500

    let own: OwnLookups?
    var pace = Pace.normal
    /// Since the beginning of the purge.
    var watch = Stopwatch()

    func verify(
        _ carriedOut: inout CarriedOut, _ planned: PlannedInvalidation,
        _ connection: RedisConnection
    ) async {
        do throws(RedisError) {
            carriedOut.verified(
                counters: try await CounterValues(own: own).read(
                    carriedOut.counters.map(\.key), connection))
            guard carriedOut.done > 0 else { return }
            let done =
                carriedOut.done == planned.keys.count
                ? planned.keys : KeyList(planned.keys.prefix(carriedOut.done))
            let keys = done.sample(Self.limit, bytes: PlanSurvey.sampledBytes)
            let began = watch.seconds
            // Named keys that did not exist are in the list, and in no figure of the plan.
            let last = carriedOut.done
            let absent = Set(planned.absent.filter { $0 < last }.map { planned.keys[$0] })
            if let found = try await count(existing: keys, absent: absent, connection) {
                let existing = keys.count { !absent.contains($0) }
                carriedOut.verified(
                    rewritten: found.again, of: existing, appeared: found.new, afterSeconds: began)
            } else if carriedOut.note == nil {
                carriedOut.note = "Could not verify the result: this user lacks PTTL. Grant +pttl."
            }
        } catch {
            if carriedOut.note == nil, carriedOut.failure == nil {
                carriedOut.note = "Could not verify the result: \(error.message)."
            }
        }
    }

    /// nil: PTTL is not permitted.
    private func count(
        existing keys: KeyList, absent: Set<[UInt8]>, _ connection: RedisConnection
    ) async throws(RedisError) -> (again: Int, new: Int)? {
        var there = (again: 0, new: 0)
        var asked = 0
        var pacer = Pacer(pace, work: "PTTL")
        let nodes = RedisNodes.one(connection)
        try await pacer.begin(nodes, for: keys.count, deadline: .seconds(10))
        while asked < keys.count {
            let began = ServerClock.monotonicSeconds()
            let batch = keys.batch(
                from: asked, upTo: pacer.pace.count(upTo: Self.batch), bytes: PlanSurvey.batchBytes)
            asked += batch.count
            let answers = try await SweepBatch.ask(batch, connection, own: own)
            if answers.refused["PTTL"] != nil { return nil }
            for (key, pttl) in zip(batch, answers.pttl) where pttl != nil && pttl != -2 {
                if absent.contains(key) { there.new += 1 } else { there.again += 1 }
            }
            // Nothing follows the last batch: a slow PING must not take its result away.
            guard asked < keys.count else { break }
            try await pacer.rest(
                after: batch.count, seconds: ServerClock.monotonicSeconds() - began, nodes,
                deadline: .seconds(10))
        }
        return there
    }
}
