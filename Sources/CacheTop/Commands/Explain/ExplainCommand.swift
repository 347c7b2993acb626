import ArgumentParser
import Console
import FoundationEssentials
import LiveCache
import Metrics

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "What stands out in the cache and what to do about it: ten findings at most.",
        discussion: """
            Watches for a few seconds, sweeps all keys, and reads the events since --since. Each finding \
            says what was measured, how sure it is (certain: counted; likely: hardly another reason; \
            possible: not excluded) and the next step. Some need a longer watch: what went without being \
            announced is seen by the dashboard, whose file (w) can be explained, too.

              cachetop explain --since 15m
              cachetop explain --from cachetop-20261126T030712Z.json --format json
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Explain this snapshot instead of a live Redis; - for standard input.",
            valueName: "file"))
    var from: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long to watch. Default 5s.", valueName: "time"))
    var watchFor: String = "5s"

    @Option(help: "As what: text, or one JSON document.")
    var format: Format = .text

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func run() async throws {
        guard let seconds = TypedSpan.seconds(watchFor), (1...3600).contains(seconds) else {
            throw Ending(.usedWrongly, "--for is '\(watchFor)'; use a time from 1s to 1h.")
        }
        var snapshot: Snapshot
        if let from {
            snapshot = try SnapshotFile.read(from)
            // By the rules of this version, whatever wrote the file.
            snapshot.findings = Diagnosis.findings(of: snapshot)
        } else {
            let settings = try Settings(common)
            let time = Duration.milliseconds(Int64(seconds * 1000))
            do {
                snapshot = try await takeSnapshot(
                    settings.liveCache, listenFor: time, pollFor: time)
            } catch {
                throw Ending(.failed, "\(error)")
            }
        }
        switch format {
        case .text: try Output.put(FindingsText(snapshot: snapshot).text)
        case .json: try Output.put(FindingsDocument(snapshot).json())
        }
    }
}
