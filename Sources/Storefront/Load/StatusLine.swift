import Glibc

/// A line on standard error that is written over again and again, where somebody is looking.
struct StatusLine: Sendable {
    private static let erase = "\r\u{1B}[K"
    private let isShown: Bool

    init(isQuiet: Bool) { isShown = !isQuiet && isatty(STDERR_FILENO) == 1 }

    func show(_ text: String) {
        if isShown { Self.write(Self.erase + text) }
    }

    func clear() { show("") }

    /// Calls `line` again and again, at once and then after each `interval`, until the task is
    /// cancelled; leaves an empty line.
    func keep(every interval: Duration, _ line: @Sendable () -> String) async {
        guard isShown else { return }
        while !Task.isCancelled {
            show(line())
            try? await Task.sleep(for: interval)
        }
        clear()
    }

    /// A whole line that stays, status or not.
    static func say(_ sentence: String) { write(sentence + "\n") }

    private static func write(_ text: String) {
        StandardStream.error.write(text)
    }
}
