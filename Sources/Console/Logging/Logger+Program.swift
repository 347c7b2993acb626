import Glibc
package import Logging

extension Logger {
    /// A log on standard error; `capacity` bytes wait for a slow reader.
    package static func onStandardError(_ label: String, capacity: Int = 64 << 10) -> Logger {
        let queue = LineQueue(capacity: capacity) { _ = Output.write($0, to: STDERR_FILENO) }
        return Logger(label: label) { LineLogHandler(label: $0, level: .info, queue: queue) }
    }
}
