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
            if let there = try await count(existing: keys, connection) {
                carriedOut.verified(rewritten: there, of: keys.count, afterSeconds: began)
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
        existing keys: KeyList, _ connection: RedisConnection
    ) async throws(RedisError) -> Int? {
        var there = 0
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
            there += answers.pttl.count { $0 != nil && $0 != -2 }
            // Nothing follows the last batch: a slow PING must not take its result away.
            guard asked < keys.count else { break }
            try await pacer.rest(
                after: batch.count, seconds: ServerClock.monotonicSeconds() - began, nodes,
                deadline: .seconds(10))
        }
        return there
    }
}
