import Glibc
import LiveCache
import Metrics

/// The line of progress that `purge` keeps rewriting on standard error, if that is a terminal.
enum PurgeProgress {
    static var isShown: Bool { isatty(STDERR_FILENO) == 1 }

    static func show(_ progress: PlanProgress) {
        let of = progress.of.map { " of about \($0)" } ?? ""
        rewrite("looked at \(progress.looked)\(of) keys, found \(progress.found)")
    }

    static func show(_ progress: InvalidationProgress) {
        let latency = Format.duration(progress.latencySeconds)
        let before = Format.duration(progress.latencyBeforeSeconds)
        let pace = progress.isGivingWay ? ", giving way" : ""
        rewrite(
            "\(progress.done) of \(progress.of) keys, removed \(progress.removed), "
                + "\(Format.duration(progress.seconds)); the server answers in \(latency), before "
                + "in \(before)\(pace); ^C stops")
    }

    static func clear() { rewrite("") }

    private static func rewrite(_ text: String) {
        guard isShown else { return }
        // A terminal that is gone must not end a purge: FileHandle would trap.
        let bytes = Array("\r\u{1b}[K\(text)".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
