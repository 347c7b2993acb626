package import Metrics
package import RedisClient

// As it was planned: the counters, then a frozen list of keys in batches, with pauses for the server's
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
        var pace = pace
        var throttle = Throttle()
        let keys = planned.keys
        if keys.count > pace.batch { try await measure(&pace) }
        while carriedOut.done < keys.count, !isStopped() {
            try await unlinkBatch(of: planned, upTo: pace.batch)
            let isLast = carriedOut.done == keys.count
            if !isLast {
                let roundTrip = try await ping()
                logger.debug(pace.note(roundTrip, at: watch.seconds), of: "UNLINK")
            }
            if throttle.isDue(watch.seconds) || isLast {
                await progress(progressNow(planned, pace, watch))
            }
            if !isLast { try? await Task.sleep(for: .seconds(pace.pauseSeconds)) }
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

    /// What is normal for this server, before anything is removed.
    private mutating func measure(_ pace: inout PurgePace) async throws(RedisError) {
        var roundTrips: [Double] = []
        for _ in 0..<PurgePace.samples { roundTrips.append(try await ping()) }
        pace.begin(roundTrips)
    }

    /// - Returns: the longest round trip of the nodes, in seconds.
    private mutating func ping() async throws(RedisError) -> Double {
        var longest = 0.0
        for node in nodes.primaries {
            let watch = Stopwatch()
            do throws(RedisError) {
                _ = try await node.send(RedisCommand("PING"), deadline: deadline)
            } catch {
                failed(error)
                throw error
            }
            longest = max(longest, watch.seconds)
        }
        return longest
    }

    private func progressNow(
        _ planned: PlannedInvalidation, _ pace: PurgePace, _ watch: Stopwatch
    ) -> InvalidationProgress {
        InvalidationProgress(
            done: UInt64(carriedOut.doneExisting), of: UInt64(planned.existingKeys),
            removed: carriedOut.removed, seconds: watch.seconds,
            latencySeconds: pace.lastSeconds, latencyBeforeSeconds: pace.normalSeconds,
            pauseSeconds: carriedOut.done < planned.keys.count ? pace.pauseSeconds : 0)
    }
}
