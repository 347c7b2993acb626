import Synchronization

/// A wait that ends early when somebody rings: the operator's key during a countdown.
///
/// A ring that no task waits for is kept for the next wait (one, not many). For one waiting task.
final class Bell: Sendable {
    private enum State {
        case silent
        case rung
        case waiting(CheckedContinuation<Bool, Never>)
    }

    private let state = Mutex(State.silent)

    func ring() {
        let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard case .waiting(let continuation) = state else {
                state = .rung
                return nil
            }
            state = .silent
            return continuation
        }
        waiting?.resume(returning: true)
    }

    /// Forgets a ring that no task waited for.
    func silence() {
        state.withLock { if case .rung = $0 { $0 = .silent } }
    }

    /// Returns when the time is over, when it rings (true), or when the task is cancelled.
    @discardableResult
    func wait(_ duration: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.listen() }
            group.addTask {
                try? await Task.sleep(for: duration)
                return false
            }
            let rang = await group.next() ?? false
            group.cancelAll()
            return rang
        }
    }

    private func listen() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> Bool in
                    if case .rung = state {
                        state = .silent
                        return true
                    }
                    state = .waiting(continuation)
                    return false
                }
                if now {
                    continuation.resume(returning: true)
                } else if Task.isCancelled {
                    leave()
                }
            }
        } onCancel: {
            leave()
        }
    }

    private func leave() {
        let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard case .waiting(let continuation) = state else { return nil }
            state = .silent
            return continuation
        }
        waiting?.resume(returning: false)
    }
}
