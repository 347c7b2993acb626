import Invalidation
import Metrics
import RedisClient

extension Invalidator {
    /// Executes the plan on a connection of its own, reported in both trails.
    func carryOutOnRedis(
        _ attempt: inout Attempt, _ stop: Flag, watch: Stopwatch,
        _ progress: @escaping @Sendable (InvalidationProgress) -> Void
    ) async {
        let connection: RedisConnection
        do {
            connection = try await announce(
                &attempt, on: try await RedisConnection.connect(to: endpoint, logger: logger))
        } catch {
            attempt.fail("Nothing was sent. \(error)")
            return settle(&attempt, watch)
        }
        try? await clock.synchronize(connection)
        let planned = attempt.planned
        let purge = DirectPurge(
            planned: planned, grammar: grammar, eventKey: eventKey, own: own, pace: pace,
            logger: logger)
        let result = await purge.run(connection, stop: stop, watch: watch) { now in
            await attempt.note(now, on: connection)
            progress(now)
        }
        switch result {
        case .success(let carriedOut): carriedOut.conclude(&attempt.record, planned)
        case .failure(let unsent): attempt.fail(unsent.why)
        }
        settle(&attempt, watch)
        await attempt.publish(connection)
        await connection.close()
    }

    /// Reports the beginning to the other dashboards.
    ///
    /// - Returns: the connection to go on with. Some proxies hang up on a command that they don't know,
    ///   and XADD is not needed to purge: then it is another one.
    func announce(
        _ attempt: inout Attempt, on connection: RedisConnection
    ) async throws(RedisError) -> RedisConnection {
        await attempt.announce(on: connection)
        return connection.isOpen ? connection : try await RedisConnection.connect(to: endpoint)
    }

    /// Completes the record of an attempt that has ended.
    func settle(_ attempt: inout Attempt, _ watch: Stopwatch) {
        attempt.record.durationSeconds = watch.seconds
        let edge = attempt.planned.radius.edgeSeconds
        if attempt.record.changedSomething, edge > 0 {
            attempt.record.edgeStaleUntil = clock.now.adding(seconds: Double(edge))
        }
    }
}
