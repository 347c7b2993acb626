import Foundation
import RedisClient

/// Follows the outbox and takes out of Redis what its changes have made wrong, at least once and in
/// order: a cursor moves only when Redis has answered, so whatever ends this (kill -9 too), the next
/// run begins with what is not certain to be done.
///
/// `ListenSchedule` says when; this does it, batch by batch, and tries again later what fails.
struct Listener: Sendable {
    /// How often it looks whether anything was committed.
    private static let interval = Duration.milliseconds(50)
    /// Changes that are in memory at a time.
    private static let batch = 1000

    let outbox: Outbox
    let invalidator: CatalogueInvalidator
    let stop: StopSignal
    let tell: @Sendable (ListenReport) -> Void

    private typealias Clock = ContinuousClock

    /// Until stopped.
    /// - Throws: when not even the cursors can be read.
    /// - Returns: what is left to the next run.
    func run() async throws -> ListenReport.Rest {
        let (first, second) = try await outbox.cursors()
        var schedule = ListenSchedule(first: first, second: second, at: Clock.now)
        var version: Int?
        var backoff = Backoff(initial: .milliseconds(100), cap: .seconds(2))
        var resumes = Clock.now
        var told: String?
        while !stop.isStopped {
            do {
                try await look(&schedule, &version)
                if Clock.now >= resumes, invalidator.link.current != nil {
                    if try await work(&schedule) { told = nil }
                    backoff.reset()
                }
            } catch {
                resumes = Clock.now + backoff.next()
                // The loss of a connection is told by the link.
                let isLoss = (error as? RedisError).map { !$0.isServerReply } ?? false
                let sentence = "\(error)"
                if !isLoss, told != sentence { tell(.failure(sentence)) }
                told = sentence
            }
            await stop.sleep(for: Self.interval)
        }
        return ListenReport.Rest(
            changes: schedule.waitingChanges, secondRemovals: schedule.secondRemovals)
    }

    private func look(_ schedule: inout ListenSchedule, _ version: inout Int?) async throws {
        let current = try await outbox.version()
        guard current != version else { return }
        if let newest = try await outbox.newest() { schedule.saw(upTo: newest, at: Clock.now) }
        version = current
    }

    /// - Returns: whether there was anything to do.
    private func work(_ schedule: inout ListenSchedule) async throws -> Bool {
        var isIdle = true
        if let last = schedule.leftOver {
            _ = try await removeAgain(&schedule, upTo: last, isFinal: false)
            if !stop.isStopped { schedule.didRemoveLeftOver() }
            isIdle = false
        }
        if let last = schedule.round(at: Clock.now) {
            try await remove(&schedule, upTo: last)
            isIdle = false
        }
        if let last = schedule.secondRound(at: Clock.now) {
            let changes = last - schedule.second
            let removed = try await removeAgain(&schedule, upTo: last, isFinal: true)
            if schedule.second >= last {
                tell(.secondRound(changes: changes, removed: removed))
            }
            isIdle = false
        }
        return !isIdle
    }

    /// A burst: its last batch goes with the bump, so that a run that ends in between bumps again.
    private func remove(_ schedule: inout ListenSchedule, upTo last: Int64) async throws {
        let start = Clock.now
        var (changes, removed) = (0, 0)
        while schedule.first < last {
            if stop.isStopped { return }
            let entries = try await outbox.entries(
                after: schedule.first, upTo: last, limit: Self.batch)
            let isLast = entries.count < Self.batch || entries.last?.id == last
            let batch = entries.map(\.change)
            removed +=
                try await isLast ? invalidator.apply(batch) : invalidator.removeAgain(batch)
            changes += entries.count
            let end = isLast ? last : entries.last?.id ?? last
            try await outbox.store(first: end)
            schedule.didRemove(upTo: end, at: Clock.now)
        }
        let counter = invalidator.keys.counter(.search).map { String(decoding: $0, as: UTF8.self) }
        tell(
            .round(
                changes: changes, removed: removed, counter: counter, took: Clock.now - start,
                secondRemovals: schedule.secondRemovals))
    }

    private func removeAgain(
        _ schedule: inout ListenSchedule, upTo last: Int64, isFinal: Bool
    ) async throws -> Int {
        var removed = 0
        var position = schedule.second
        while position < last, !stop.isStopped {
            let entries = try await outbox.entries(
                after: position, upTo: last, limit: Self.batch)
            removed += try await invalidator.removeAgain(entries.map(\.change))
            position = entries.count < Self.batch ? last : entries.last?.id ?? last
            guard isFinal else { continue }
            try await outbox.store(second: position)
            schedule.didRemoveAgain(upTo: position)
        }
        return removed
    }
}
