import Console
import Foundation
import RedisClient

/// Follows the outbox and takes out of Redis what its changes have made wrong, at least once and in
/// order: a cursor moves only when Redis has answered, so whatever ends this (kill -9 too), the next
/// run begins with what is not certain to be done. A catalogue that is put back to an earlier state
/// has undone changes that no row records: all copies go, and it is followed from there.
///
/// `ListenSchedule` says when; this does it, batch by batch, and tries again later what fails.
struct Listener: Sendable {
    /// How often it looks whether anything was committed.
    private static let interval = Duration.milliseconds(50)
    /// Changes that are in memory at a time.
    private static let batch = 1000
    /// Changes whose second removal is done as one, and begun anew by a next run.
    private static let secondStretch: Int64 = 50_000

    let outbox: Outbox
    let invalidator: CatalogueInvalidator
    let stop: StopSignal
    /// False: pages of categories, facets and what else shows a product are left to their TTL.
    var removesLists = true
    /// Removes all copies; returns how many there were.
    let clear: @Sendable () async throws -> Int
    var heartbeat: Heartbeat?
    let report: @Sendable (ListenReport) -> Void

    private typealias Clock = ContinuousClock

    private struct State {
        var schedule: ListenSchedule
        var keeper: CursorKeeper
        /// The outbox' when it was looked at last.
        var version: Int?
        /// The highest id that was seen.
        var given: Int64 = 0
        /// Of the changes whose own copies are removed: the rest of their round.
        var lists = StaleLists()
        var round = (changes: 0, removed: 0, took: Duration.zero)
        /// When all copies are to be removed, and whether that is the second time; nil: they are not.
        var clearance: (due: Clock.Instant, isSecond: Bool)?

        init(_ cursors: Outbox.Cursors) {
            schedule = ListenSchedule(first: cursors.first, second: cursors.second, at: Clock.now)
            keeper = CursorKeeper(stored: cursors)
        }
    }

    /// Until stopped.
    /// - Throws: when not even the cursors can be read, or the catalogue is taken away.
    /// - Returns: what is left to the next run.
    func run() async throws -> ListenReport.Rest {
        var state = State(try await outbox.cursors())
        var backoff = Backoff(initial: .milliseconds(100), cap: .seconds(2))
        var resumes = Clock.now
        var reported: String?
        var nextBeat = Clock.now
        while !stop.isStopped {
            try outbox.file.check()
            do {
                try await look(&state)
                if Clock.now >= resumes, invalidator.link.current != nil {
                    if try await work(&state) { reported = nil }
                    backoff.reset()
                }
            } catch {
                resumes = Clock.now + backoff.next()
                // The loss of a connection is reported by the link.
                let isLoss = (error as? RedisError).map { !$0.isServerReply } ?? false
                let sentence = CursorKeeper.sentence(error, path: outbox.path)
                if !isLoss, reported != sentence { report(.failure(sentence)) }
                reported = sentence
            }
            await keep(&state)
            if let heartbeat, Clock.now >= nextBeat {
                let schedule = state.schedule
                await heartbeat.write(
                    position: schedule.first, backlog: schedule.waitingChanges,
                    secondRemovals: schedule.secondRemovals)
                nextBeat = Clock.now + Heartbeat.interval
            }
            await stop.sleep(for: Self.interval)
        }
        // Stopped before its first look at the outbox: what waits there is reported all the same.
        try? await look(&state)
        await keep(&state, atOnce: true)
        let (schedule, stored) = (state.schedule, state.keeper.stored)
        return ListenReport.Rest(
            changes: schedule.waitingChanges + schedule.first - stored.first,
            secondRemovals: stored.first - stored.second)
    }

    private func look(_ state: inout State) async throws {
        let current = try await outbox.version()
        guard current != state.version else { return }
        let there = try await outbox.state()
        let stored = state.keeper.stored
        if there.given < state.given || there.cursors.first < stored.first
            || there.cursors.second < stored.second
        {
            state = State(there.cursors)
            state.clearance = (due: Clock.now, isSecond: false)
            report(.putBack)
        }
        if let newest = there.newest { state.schedule.saw(upTo: newest, at: Clock.now) }
        state.given = there.given
        state.version = current
    }

    private func keep(_ state: inout State, atOnce: Bool = false) async {
        let cursors = (first: state.schedule.first, second: state.schedule.second)
        switch await state.keeper.keep(cursors, in: outbox, atOnce: atOnce) {
        case .kept, .late: break
        case .overdue(let sentence): report(.unstored(sentence))
        case .putBack: state.version = nil
        }
    }

    /// - Returns: whether there was anything to do.
    private func work(_ state: inout State) async throws -> Bool {
        var isIdle = true
        if let clearance = state.clearance, clearance.due <= Clock.now {
            let removed = try await clear()
            state.clearance = nil
            if !clearance.isSecond {
                let due = Clock.now + CatalogueInvalidator.secondRemoval
                state.clearance = (due: due, isSecond: true)
            }
            report(.clearance(removed: removed))
            isIdle = false
        }
        if let last = state.schedule.leftOver {
            _ = try await removeAgain(&state, upTo: last, isFinal: false)
            if !stop.isStopped { state.schedule.didRemoveLeftOver() }
            isIdle = false
        }
        if let last = state.schedule.ownRound() {
            try await removeOwn(&state, upTo: last)
            isIdle = false
        }
        if let last = state.schedule.sharedRound(at: Clock.now), !stop.isStopped {
            try await removeShared(&state, upTo: last)
            isIdle = false
        }
        if let due = state.schedule.secondRound(at: Clock.now) {
            let last = min(due, state.schedule.second + Self.secondStretch)
            let changes = last - state.schedule.second
            let removed = try await removeAgain(&state, upTo: last, isFinal: true)
            if state.schedule.second >= last {
                report(.secondRound(changes: changes, removed: removed))
            }
            isIdle = false
        }
        return !isIdle
    }

    /// At once, batch by batch. The cursor stays where it is: a next run does the round as a whole.
    private func removeOwn(_ state: inout State, upTo last: Int64) async throws {
        let start = Clock.now
        while state.schedule.own < last, !stop.isStopped {
            let entries = try await outbox.entries(
                after: state.schedule.own, upTo: last, limit: Self.batch)
            state.round.removed += try await invalidator.removeOwn(entries.map(\.change))
            state.round.changes += entries.count
            for entry in entries { state.lists.formUnion(entry.lists) }
            let isLast = entries.count < Self.batch
            state.schedule.didRemoveOwn(upTo: isLast ? last : entries.last?.id ?? last)
        }
        state.round.took += Clock.now - start
    }

    /// What the changes of this second have in common, with one bump.
    private func removeShared(_ state: inout State, upTo last: Int64) async throws {
        let start = Clock.now
        try await invalidator.raiseSearches()
        state.round.removed += try await removeLists(state.lists)
        state.schedule.didRemove(upTo: last, at: Clock.now)
        await keep(&state)
        let counter = invalidator.keys.counter(.search).map { String(decoding: $0, as: UTF8.self) }
        report(
            .round(
                changes: state.round.changes, removed: state.round.removed, counter: counter,
                took: state.round.took + (Clock.now - start),
                secondRemovals: state.schedule.secondRemovals))
        state.lists = StaleLists()
        state.round = (changes: 0, removed: 0, took: .zero)
    }

    private func removeLists(_ lists: StaleLists) async throws -> Int {
        let lists = removesLists ? lists : StaleLists()
        var removed = try await invalidator.removeLists(lists)
        var position: Int64 = 0
        while !lists.beside.isEmpty, !stop.isStopped {
            let products = try await outbox.products(
                in: lists.beside, after: position, limit: Self.batch)
            removed += try await invalidator.removePages(of: products)
            guard products.count == Self.batch, let last = products.last else { break }
            position = last
        }
        return removed
    }

    private func removeAgain(
        _ state: inout State, upTo last: Int64, isFinal: Bool
    ) async throws -> Int {
        var removed = 0
        var position = state.schedule.second
        var lists = StaleLists()
        while position < last, !stop.isStopped {
            let entries = try await outbox.entries(
                after: position, upTo: last, limit: Self.batch)
            removed += try await invalidator.removeOwn(entries.map(\.change))
            for entry in entries { lists.formUnion(entry.lists) }
            position = entries.count < Self.batch ? last : entries.last?.id ?? last
        }
        removed += try await removeLists(lists)
        guard isFinal, position >= last, !stop.isStopped else { return removed }
        state.schedule.didRemoveAgain(upTo: last)
        await keep(&state)
        return removed
    }
}
