import Console
import LiveCache
import Metrics

/// The line of progress that `purge` keeps rewriting.
enum PurgeProgress {
    private static let line = StatusLine()

    static func show(_ progress: PlanProgress) {
        let of = progress.of.map { " of about \($0)" } ?? ""
        line.show("looked at \(progress.looked)\(of) keys, found \(progress.found)")
    }

    static func show(_ progress: InvalidationProgress) {
        let latency = Format.duration(progress.latencySeconds)
        let before = Format.duration(progress.latencyBeforeSeconds)
        let pace = progress.isGivingWay ? ", giving way" : ""
        line.show(
            "\(progress.done) of \(progress.of) keys, removed \(progress.removed), "
                + "\(Format.duration(progress.seconds)); the server answers in \(latency), before "
                + "in \(before)\(pace); ^C stops")
    }

    static func clear() { line.clear() }
}
