import ArgumentParser
import Console
import FoundationEssentials
import LiveCache
import Metrics

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Everything the dashboard knows, once, as one JSON document.",
        discussion: """
            Reads the event stream up to its end, polls the server twice and at every key at \
            full speed. What is not permitted is null and named under 'unavailable'.
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Write to this file, whole or not at all, instead of standard output.",
            valueName: "file"))
    var output: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How long to listen where events are not stored (Pub/Sub, logs). Default 10s.",
            valueName: "time"))
    var listenFor: String = "10s"

    @Option(
        help: ArgumentHelp(
            "Add the past as curves: up to 1h of hit rates, as far back as the event stream reaches.",
            valueName: "time"))
    var history: String?

    func run() async throws {
        guard let seconds = TypedSpan.seconds(listenFor) else {
            throw Ending(.usedWrongly, "--for is '\(listenFor)'; \(TypedSpan.hint).")
        }
        let historySeconds = try historySeconds()
        let settings = try Settings(common)
        let snapshot: Snapshot
        let bytes: [UInt8]
        do {
            snapshot = try await takeSnapshot(
                settings.liveCache, listenFor: .milliseconds(Int64(seconds * 1000)),
                historySeconds: historySeconds)
            bytes = try snapshot.json()
        } catch {
            throw Ending(.failed, "\(error)")
        }
        for alert in snapshot.alerts where Self.toldRules.contains(alert.rule) {
            Ending.complain(DisplayLine.safe(alert.message))
        }
        guard let output else {
            try Output.put(bytes)
            return
        }
        try WholeFile.write(bytes, to: output)
    }

    private func historySeconds() throws -> Int? {
        guard let history else { return nil }
        let most = Snapshot.Curves.longestSeconds
        guard let seconds = TypedSpan.seconds(history), seconds >= 1, seconds <= Double(most) else {
            throw Ending(
                .usedWrongly,
                "--history is '\(history)'; use 1s to 1h: the stream is read back no further.")
        }
        return Int(seconds.rounded(.up))
    }

    /// Alerts without which the document's numbers would be taken for those of an idle shop.
    private static let toldRules: Set = [
        AlertRule.eventsNotUnderstood.name, AlertRule.eventsAheadOfClock.name,
    ]
}
