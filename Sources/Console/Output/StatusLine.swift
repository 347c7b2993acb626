import Glibc

/// A line on standard error that is rewritten again and again, if that is a terminal.
///
/// It never waits: a terminal that takes nothing (stopped by ^S, say) misses a status, and the work goes
/// on.
package struct StatusLine: Sendable {
    private static let erase = "\r\u{1B}[K"
    private let isShown: Bool

    package init(isQuiet: Bool = false) { isShown = !isQuiet && isatty(STDERR_FILENO) == 1 }

    package func show(_ text: String) {
        guard isShown else { return }
        var entry = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
        let bytes = Array((Self.erase + text).utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    package func clear() { show("") }

    /// Shows `line` at once and then after each `interval`, until the task is cancelled; leaves an empty
    /// line.
    package func keep(every interval: Duration, _ line: @Sendable () -> String) async {
        guard isShown else { return }
        while !Task.isCancelled {
            show(line())
            try? await Task.sleep(for: interval)
        }
        clear()
    }
}
