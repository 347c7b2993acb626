import Synchronization

/// What goes on behind a reply: the SET after a miss, the event after a hit.
///
/// Bounded, so that a slow Redis can't fill the memory of the shop, and waited for at shutdown.
final class PendingWork: Sendable {
    private struct State {
        var running = 0
        var refused = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int = 4096) { self.limit = limit }

    /// How much was not even begun because `limit` was reached.
    var refused: Int { state.withLock { $0.refused } }

    /// Begins `work` and does not wait for it; false: too much is under way, it is left out.
    @discardableResult
    func start(_ work: @escaping @Sendable () async -> Void) -> Bool {
        let begins = state.withLock { state in
            guard state.running < limit else {
                state.refused += 1
                return false
            }
            state.running += 1
            return true
        }
        guard begins else { return false }
        Task {
            await work()
            self.end()
        }
        return true
    }

    /// Waits until nothing is under way.
    func finished() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running > 0 { state.waiting.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func end() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
