import Dispatch
import FoundationEssentials
import Synchronization

/// Lines on their way to standard error or a file, without a caller ever waiting for either.
///
/// A thread of its own writes; it may block, requests and the dashboard's loop may not. So many bytes wait at
/// most; lines beyond them are left out, and a line in their place says how many.
package final class LineQueue: Sendable {
    /// For the reader to take what waits, at the end.
    static let patience = Duration.seconds(2)

    private struct State {
        var lines: [UInt8] = []
        /// Came after `lines`, and are gone.
        var leftOut = 0
        var isWriting = false
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// - Parameter write: takes whole lines, on the queue's thread.
    package init(capacity: Int, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.capacity = capacity
        BlockingThread.start { [self] in
            while true {
                wake.wait()
                guard let lines = take() else { continue }
                write(lines)
                state.withLock { $0.isWriting = false }
            }
        }
        Self.all.withLock { $0.append(self) }
    }

    /// - Parameter line: without a line end.
    package func write(_ line: String) {
        let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
        state.withLock { state in
            if state.leftOut == 0, state.lines.count + bytes.count <= capacity {
                state.lines += bytes
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
    private func take() -> [UInt8]? {
        state.withLock { state in
            guard !state.lines.isEmpty || state.leftOut > 0 else { return nil }
            var lines = state.lines
            if state.leftOut > 0 {
                lines += Array(
                    "\(state.leftOut) lines were left out here: they came faster than they could be written.\n"
                        .utf8)
            }
            state = State(isWriting: true)
            return lines
        }
    }

    // MARK: The end of the program

    private static let all = Mutex<[LineQueue]>([])

    /// For the end of the program, which would take with it what still waits.
    static func finishAll() async {
        for queue in all.withLock({ $0 }) { await queue.finish() }
    }
}
