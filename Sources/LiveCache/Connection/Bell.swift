import RedisClient
import Synchronization

/// A wait that ends early when somebody rings: the operator's key during a countdown.
///
/// A ring that no task waits for is kept for the next wait (one, not many). For one waiting task.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        /// How many waits there were: a timer of an earlier one must not end a later one.
        var waits = 0
        var waiting: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiting = state.withLock { state in
            let waiting = state.waiting.take()
            state.isRung = waiting == nil
            return waiting
        }
        waiting?.resume(returning: true)
    }

    /// Forgets a ring that no task waited for.
    func silence() { state.withLock { $0.isRung = false } }

    /// Returns when the time is over, when it rings (true), or when the task is cancelled.
    @discardableResult
    func wait(_ duration: Duration) async -> Bool {
        let number = state.withLock { state in
            state.waits += 1
            return state.waits
        }
        var timer: LoopTimer?
        let rang = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRung = state.withLock { state -> Bool in
                    defer { state.isRung = false }
                    if !state.isRung { state.waiting = continuation }
                    return state.isRung
                }
                if isRung { return continuation.resume(returning: true) }
                // From here on each way out finds the continuation in its place.
                timer = LoopTimer(after: duration) { self.leave(number) }
                if Task.isCancelled { leave(number) }
            }
        } onCancel: {
            leave(number)
        }
        timer?.cancel()
        return rang
    }

    private func leave(_ number: Int) {
        let waiting = state.withLock { $0.waits == number ? $0.waiting.take() : nil }
        waiting?.resume(returning: false)
    }
}
