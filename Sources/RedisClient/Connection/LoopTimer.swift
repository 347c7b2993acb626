import NIOCore
import NIOPosix

/// Waits by the timer of an event loop: of the one that the caller runs on, where it runs on one.
///
/// `Task.sleep` wakes three threads after each wait (the timers' own, one that takes the timer and one
/// that goes on), which beside a small shop was more than half of all that was woken.
package struct LoopTimer: Sendable {
    private let scheduled: Scheduled<Void>

    /// Runs `body` on the loop when the time is over.
    package init(after duration: Duration, _ body: @escaping @Sendable () -> Void) {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        scheduled = loop.scheduleTask(in: TimeAmount(duration), body)
    }

    /// `body` may run at this moment.
    package func cancel() { scheduled.cancel() }

    /// Returns when the time is over, or as soon as the task is cancelled.
    package static func pause(_ duration: Duration) async {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let over = loop.makePromise(of: Void.self)
        let timer = loop.scheduleTask(in: TimeAmount(duration)) { over.succeed() }
        await withTaskCancellationHandler {
            try? await over.futureResult.get()
        } onCancel: {
            timer.cancel()
            over.fail(CancellationError())
        }
    }
}
