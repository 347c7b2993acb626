import Metrics
import RedisClient

/// One direct invalidation under way.
///
/// Counters first, then the frozen list in batches, then verification. The first step that fails
/// ends it. Every command is waited for to its end: a stop takes effect between two batches, never
/// within one. `PurgeReport` has what was done so far.
struct DirectPurge {
    static let deadline = Duration.seconds(10)

    let invalidator: Invalidator
    let planned: PlannedInvalidation
    let stop: Flag
    private var pace: PurgePace
    var report: PurgeReport
    private var throttle = Throttle()

    init(_ invalidator: Invalidator, _ planned: PlannedInvalidation, stop: Flag) {
        self.invalidator = invalidator
        self.planned = planned
        self.stop = stop
        pace = invalidator.pace
        report = PurgeReport(planned)
    }

    mutating func run(
        _ connection: RedisConnection, began: Double,
        progress: (InvalidationProgress) async -> Void
    ) async -> PurgeResult {
        do throws(RedisError) {
            try? await invalidator.clock.synchronize(connection)
            if let change = try await changedServer(connection) {
                return PurgeResult(
                    .notDone,
                    "Nothing was sent: \(planned.plan.target) has changed since the plan was made "
                        + "(\(change)). Plan again.")
            }
            guard case .redis(let steps) = planned.plan.work else { return report.result }
            for case .increment(let key) in steps {
                if stop.isUp { break }
                try await increment(key, connection)
            }
            try await unlinkAll(connection, began: began, progress)
        } catch {
            report.failed(error)
        }
        report.isStopped = stop.isUp && !report.isWhole
        await announce(connection)
        await report.verify(invalidator, connection)
        return report.result
    }

    /// A server that was restarted, demoted or failed over has other keys than those of the plan.
    private func changedServer(_ connection: RedisConnection) async throws(RedisError) -> String? {
        guard let before = planned.server else { return nil }
        do throws(RedisError) {
            let reply = try await connection.send(RedisCommand("INFO"))
            return before.difference(to: ServerIdentity(InfoReply(reply.bytes ?? [])))
        } catch {
            // Permitted when the plan was made, and not now: the server can't be recognised.
            guard error.kind == .noPermission else { throw error }
            return "INFO is no longer permitted"
        }
    }

    // MARK: The steps

    private mutating func increment(
        _ key: [UInt8], _ connection: RedisConnection
    ) async throws(RedisError) {
        let command = RedisCommand("INCR", key: key)
        // A counter that was 0 answers 1 as well; its generation has changed by that.
        let before = (try? await invalidator.counters([key], connection))?.first ?? nil
        var value = try await change(command, connection)
        let wasMissing = value == 1 && before == nil
        if wasMissing {
            report.raised(key, to: value, wasMissing: true)
            // To the API a missing counter is generation 1: it has to become 2.
            value = try await change(command, connection)
        }
        report.raised(key, to: value, wasMissing: wasMissing)
    }

    /// Sends a command that changes something and answers with an integer.
    private mutating func change(
        _ command: RedisCommand, _ connection: RedisConnection
    ) async throws(RedisError) -> Int64 {
        do throws(RedisError) {
            let reply = try await connection.send(command, deadline: Self.deadline)
            if let value = reply.integerValue { return value }
            throw RedisError(
                .unexpectedReply, endpoint: connection.endpoint.description,
                attempted: command.name, message: "the reply is not an integer",
                mayHaveBeenCarriedOut: true)
        } catch {
            report.failed(error, isChange: true)
            throw error
        }
    }

    private mutating func unlinkAll(
        _ connection: RedisConnection, began: Double,
        _ progress: (InvalidationProgress) async -> Void
    ) async throws(RedisError) {
        let keys = planned.keys
        guard !keys.isEmpty else { return }
        // Keys of one node may lie in different slots, and UNLINK takes keys of one slot.
        if planned.radius.oneNodeOnly == true { pace.batch = 1 }
        if keys.count > pace.batch {
            var roundTrips: [Double] = []
            for _ in 0..<PurgePace.samples { roundTrips.append(try await ping(connection)) }
            pace.begin(roundTrips)
        }
        while report.done < keys.count {
            if stop.isUp { return }
            let batch = Array(keys[report.done..<min(keys.count, report.done + pace.batch)])
            let removed = try await change(RedisCommand("UNLINK", bytes: batch), connection)
            report.unlinked(batch.count, removed: removed)
            let isLast = report.done == keys.count
            if !isLast { pace.note(try await ping(connection)) }
            if throttle.isDue() || isLast { await progress(progressNow(began)) }
            if !isLast { try? await Task.sleep(for: .seconds(pace.pauseSeconds)) }
        }
    }

    private func ping(_ connection: RedisConnection) async throws(RedisError) -> Double {
        let began = ServerClock.monotonicSeconds()
        _ = try await connection.send(RedisCommand("PING"), deadline: Self.deadline)
        return ServerClock.monotonicSeconds() - began
    }

    private func progressNow(_ began: Double) -> InvalidationProgress {
        InvalidationProgress(
            done: UInt64(report.doneExisting), of: UInt64(planned.existingKeys),
            removed: report.removed,
            seconds: ServerClock.monotonicSeconds() - began, latencySeconds: pace.lastSeconds,
            latencyBeforeSeconds: pace.normalSeconds,
            pauseSeconds: report.done < planned.keys.count ? pace.pauseSeconds : 0)
    }

    // MARK: The event stream

    /// Announces the purge to the APIs and the dashboards that read the event stream. It trims nothing,
    /// since the stream is the shop's. The purge has been carried out: a failure is only noted.
    private mutating func announce(_ connection: RedisConnection) async {
        guard let name = invalidator.eventKey else { return }
        var streams = invalidator.policy.streamKeys(name)
        var rest = events[...]
        while !rest.isEmpty, let stream = streams.first {
            let pairs = Array(rest.prefix(1000))
            let command = RedisCommand(
                "XADD", stream, "NOMKSTREAM", "*", "src", "cachetop", bytes: pairs)
            do throws(RedisError) {
                if try await connection.send(command).isNull {
                    // There is no stream under this name.
                    streams.removeFirst()
                } else {
                    rest = rest.dropFirst(pairs.count)
                }
            } catch {
                report.note = "The purge could not be announced in \(stream): \(error.message)."
                return
            }
        }
    }
}
