package import Metrics
package import RedisClient

// As it was planned: the counters, then a frozen list of keys in batches, which leave time to the server's
// other clients. A stop takes effect between two batches, never within one.

extension Execution {
    /// Bytes of keys in one UNLINK, about: what a server and a proxy take without complaint.
    static let batchBytes = 1 << 20

    /// - Parameters:
    ///   - isStopped: asked between two commands.
    ///   - progress: called ten times a second at most, and at the end.
    package mutating func run(
        _ planned: PlannedInvalidation, pace: PurgePace, watch: Stopwatch,
        isStopped: () -> Bool, progress: (InvalidationProgress) async -> Void
    ) async throws(RedisError) {
        guard case .redis(let steps) = planned.plan.work else { return }
        for case .increment(let key) in steps {
            if isStopped() { break }
            try await increment(key)
        }
        let keys = planned.keys
        var pacer = Pacer(pace.pace, work: "UNLINK", logger: logger)
        var throttle = Throttle()
        if keys.count > pace.batch { try await begin(&pacer, for: keys.count) }
        while carriedOut.done < keys.count, !isStopped() {
            let before = (done: carriedOut.done, at: watch.seconds)
            let limit = keys.count > pace.batch ? pacer.pace.count(upTo: pace.batch) : pace.batch
            try await unlinkBatch(of: planned, upTo: limit)
            let isLast = carriedOut.done == keys.count
            if !isLast {
                try await rest(
                    &pacer, after: carriedOut.done - before.done, seconds: watch.seconds - before.at
                )
            }
            if throttle.isDue(watch.seconds) || isLast {
                await progress(progressNow(planned, pacer.pace, watch))
            }
        }
    }

    private mutating func unlinkBatch(
        of planned: PlannedInvalidation, upTo limit: Int
    ) async throws(RedisError) {
        let batch = planned.keys.batch(
            from: carriedOut.done, upTo: limit, bytes: Self.batchBytes)
        for (node, keys) in nodes.grouped(batch) {
            let count = try await change(RedisCommand("UNLINK", bytes: keys), on: node)
            let positions = carriedOut.done..<(carriedOut.done + keys.count)
            carriedOut.unlinked(
                keys.count, existing: positions.count { !planned.absent.contains($0) },
                removed: count)
        }
    }

    private mutating func begin(
        _ pacer: inout Pacer, for keys: Int
    ) async throws(RedisError) {
        do throws(RedisError) {
            pacer.guess(operationsPerSecond: operationsPerSecond)
            try await pacer.begin(nodes, for: keys, deadline: deadline)
        } catch {
            failed(error)
            throw error
        }
    }

    private mutating func rest(
        _ pacer: inout Pacer, after keys: Int, seconds: Double
    ) async throws(RedisError) {
        do throws(RedisError) {
            try await pacer.rest(after: keys, seconds: seconds, nodes, deadline: deadline)
        } catch {
            failed(error)
            throw error
        }
    }

    private func progressNow(
        _ planned: PlannedInvalidation, _ pace: WorkPace, _ watch: Stopwatch
    ) -> InvalidationProgress {
        InvalidationProgress(
            done: UInt64(carriedOut.doneExisting), of: UInt64(planned.existingKeys),
            removed: carriedOut.removed, seconds: watch.seconds,
            latencySeconds: pace.lastSeconds, latencyBeforeSeconds: pace.normalSeconds,
            isSlowed: carriedOut.done < planned.keys.count && pace.isSlowed)
    }
}
