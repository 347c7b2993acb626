import Dispatch
import Foundation
import Glibc
import Synchronization

/// Tells the loops that it is time to end, and why. They look between two requests, so what is under
/// way is answered; cancelling the tasks would turn it into BYPASS.
final class StopSignal: Sendable {
    private struct State {
        var isStopped = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var isStopped: Bool { state.withLock { $0.isStopped } }

    func stop() {
        let waiting = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isStopped = state.withLock { state in
                if !state.isStopped { state.waiting.append(continuation) }
                return state.isStopped
            }
            if isStopped { continuation.resume() }
        }
    }

    /// Sleeps, but not longer than until the stop.
    func sleep(for duration: Duration) async {
        let due = ContinuousClock.now + duration
        while !isStopped, .now < due {
            try? await Task.sleep(for: min(.milliseconds(50), due - .now))
        }
    }

    /// Stops on TERM, INT and HUP; the second one ends the program as it would any other.
    func stopOnSignals() -> [any DispatchSourceSignal] {
        [SIGTERM, SIGINT, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                self.stop()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }

    /// Stops when standard input ends: the kernel closes the pipe of a parent that is gone, however it
    /// went. A thread of its own, which blocks in `read`.
    func stopAtEnd(of descriptor: Int32 = STDIN_FILENO) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 512)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count == 0 || (count < 0 && errno != EINTR) { return self.stop() }
            }
        }
    }
}
