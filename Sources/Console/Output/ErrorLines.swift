import Dispatch
import Foundation
import Glibc
import Synchronization

/// What a server says on standard error, without ever waiting for whoever reads it.
///
/// A thread of its own writes; it may block, requests may not. So many lines wait at most; those beyond
/// are left out, and a line in their place says how many.
package final class ErrorLines: Sendable {
    static let capacity = 1024
    /// At the end, for the reader to take what waits.
    static let patience = Duration.seconds(2)

    private struct State {
        var lines: [String] = []
        /// Came after `lines`, and are gone.
        var leftOut = 0
        var isWriting = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    package init() {
        Thread.detachNewThread { [self] in
            while true {
                wake.wait()
                guard let text = take() else { continue }
                _ = Output.write(Array(text.utf8), to: STDERR_FILENO)
                state.withLock { $0.isWriting = false }
            }
        }
    }

    package func write(_ line: String) {
        state.withLock { state in
            if state.leftOut == 0, state.lines.count < Self.capacity {
                state.lines.append(line)
            } else {
                state.leftOut += 1
            }
        }
        wake.signal()
    }

    /// Waits until all is written, but not for a reader who does not read.
    package func finish() async {
        let due = ContinuousClock.now + Self.patience
        while state.withLock({ $0.isWriting || !$0.lines.isEmpty }), .now < due {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// nil: there is nothing.
    private func take() -> String? {
        state.withLock { state in
            guard !state.lines.isEmpty else { return nil }
            if state.leftOut > 0 {
                state.lines.append(
                    "\(state.leftOut) lines were left out here: nobody read them in time.")
            }
            let text = state.lines.joined(separator: "\n") + "\n"
            state = State(isWriting: true)
            return text
        }
    }
}
