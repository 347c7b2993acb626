package import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Tells loops that it is time to end. They look between two requests, so what is under way is answered;
/// cancelling their tasks would turn it into BYPASS.
package final class StopSignal: Sendable {
    private struct State {
        var isStopped = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var isStopped: Bool { state.withLock { $0.isStopped } }

    package func stop() {
        let waiting = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    package func wait() async {
        await withCheckedContinuation { continuation in
            let isStopped = state.withLock { state in
                if !state.isStopped { state.waiting.append(continuation) }
                return state.isStopped
            }
            if isStopped { continuation.resume() }
        }
    }

    /// Sleeps, but not longer than until the stop.
    package func sleep(for duration: Duration) async {
        let due = ContinuousClock.now + duration
        while !isStopped, .now < due {
            try? await Task.sleep(for: min(.milliseconds(50), due - .now))
        }
    }

    /// Stops on ^C, TERM and the end of the terminal; the second one ends the program at once.
    package func stopOnSignals() -> [any DispatchSourceSignal] {
        EndSignals.listen { number in
            self.stop()
            signal(number, SIG_DFL)
        }
    }

    /// Stops when standard input ends: the kernel closes the pipe of a parent that is gone, however it
    /// went. A thread of its own, which blocks in `read`.
    package func stopAtEnd(of descriptor: Int32 = STDIN_FILENO) {
        BlockingThread.start {
            var buffer = [UInt8](repeating: 0, count: 512)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count == 0 || (count < 0 && errno != EINTR) { return self.stop() }
            }
        }
    }
}
