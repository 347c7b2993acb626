import Invalidation
import Logging
import Metrics
import RedisClient

/// One invalidation on Redis itself: makes sure that it is still the planned server, executes the plan,
/// announces what was done to the shop, and verifies it.
struct DirectPurge {
    let planned: PlannedInvalidation
    let grammar: KeyGrammar
    /// Where it is announced; nil: nowhere.
    let eventKey: String?
    let own: OwnLookups?
    let pace: PurgePace
    let logger: Logger

    /// - Returns: what was done, or a sentence why nothing was.
    func run(
        _ connection: RedisConnection, stop: Flag, watch: Stopwatch,
        progress: (InvalidationProgress) async -> Void
    ) async -> Result<CarriedOut, Unsent> {
        let counters = CounterValues(own: own)
        var execution = Execution(
            on: planned.radius.oneNodeOnly == true ? .nodeOfCluster(connection) : .one(connection),
            logger: logger
        ) { key async throws(RedisError) in
            try await counters.read([key], connection).first ?? nil
        }
        do throws(RedisError) {
            if let change = try await changedServer(connection, &execution) {
                return .failure(
                    Unsent(
                        why: "Nothing was sent: \(planned.plan.target) has changed since the plan "
                            + "was made (\(change)). Plan again."))
            }
            try await execution.run(
                planned, pace: pace, watch: watch, isStopped: { stop.isUp }, progress: progress)
        } catch {
            // What the execution knows of it comes first: whether it may have been carried out.
            execution.failed(error)
        }
        var carriedOut = execution.carriedOut
        if let failure = execution.failure {
            carriedOut.failed(isUnknown: failure.isUnknown, why: failure.error.advised)
        }
        carriedOut.isStopped = stop.isUp && !carriedOut.isWhole(planned)
        carriedOut.note = await announce(carriedOut, connection)
        let verification = PurgeVerification(own: own, pace: pace.pace, watch: watch)
        await verification.verify(&carriedOut, planned, connection)
        return .success(carriedOut)
    }

    /// Nothing was sent, and why.
    struct Unsent: Error { var why: String }

    /// A server that was restarted, demoted or failed over has other keys than those of the plan.
    private func changedServer(
        _ connection: RedisConnection, _ execution: inout Execution
    ) async throws(RedisError) -> String? {
        guard let before = planned.server else { return nil }
        do throws(RedisError) {
            let reply = try await connection.send(RedisCommand("INFO"))
            let info = InfoReply(reply.bytes ?? [])
            execution.operationsPerSecond = info.number("instantaneous_ops_per_sec")
            return before.difference(to: ServerIdentity(info))
        } catch {
            // Permitted when the plan was made, and not now: the server can't be recognised.
            guard error.kind == .noPermission else { throw error }
            return "INFO is no longer permitted"
        }
    }

    /// The purge has been carried out: a failure is only noted.
    private func announce(
        _ carriedOut: CarriedOut, _ connection: RedisConnection
    ) async -> String? {
        guard let eventKey else { return nil }
        let stream = EventStreamWriter(names: grammar.policy.streamKeys(eventKey))
        return await stream.write(planned.announcement(of: carriedOut, grammar), connection)
    }
}
