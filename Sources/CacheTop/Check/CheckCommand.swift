import ArgumentParser
import Console
import LiveCache
import Metrics

struct CheckCommand: AsyncParsableCommand, MonitorCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, nagios
    }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judges the alert rules once, for cron and monitoring systems.",
        discussion: """
            Ends with 0 when all is well, 1 for a warning, 2 for something critical, 3 where a rule can't \
            be judged, Redis does not answer or the command is used wrongly: the statuses of \
            Nagios and what understands its plugins.

            A rule that is not named by --rule and needs more time than --for, or what this server \
            does not report, is left out, and said to be.

            RULES
              \(AlertRule.all.map(\.name).joined(separator: "\n  "))

              cachetop check --for 0s --rule memoryFull --rule evictions
              cachetop check --format nagios
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Check only this rule; repeat the option for several. Default: all rules.",
            valueName: "name"))
    var rule: [String] = []

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How long to measure, 0s to 10m. memoryFillsUp needs 10s.", valueName: "time"))
    var lookFor = "10s"

    @Option(
        help: ArgumentHelp(
            "text, json, or nagios: one line with performance data.", valueName: "format"))
    var format = Format.text

    func run() async throws {
        let known = AlertRule.all.map(\.name)
        if let unknown = rule.first(where: { !known.contains($0) }) {
            throw Ending(
                .usedWrongly,
                "there is no rule '\(unknown)'; known are \(known.joined(separator: ", ")).")
        }
        guard let seconds = TimeText.seconds(lookFor), seconds <= 600 else {
            throw Ending(
                .usedWrongly, "--for is '\(lookFor)'; use a time from 0s to 10m, as in 10s.")
        }
        let options = try Settings(common).liveCache
        let snapshot: Snapshot
        do {
            let time = Duration.seconds(seconds)
            // The last poll comes when all of the time is over.
            snapshot = try await takeSnapshot(
                options, listenFor: time, pollFor: time + (seconds > 0 ? .milliseconds(100) : .zero)
            )
        } catch {
            throw Ending(.failed, "\(error)")
        }
        let report = CheckReport(snapshot, rules: rule, observedSeconds: seconds)
        switch format {
        case .text: try Output.put(CheckText.text(report))
        case .json: try Output.put(try CheckDocument(report, snapshot).json())
        case .nagios: try Output.put(CheckText.line(report, snapshot) + "\n")
        }
        throw MonitorStatus(code: Int32(report.status.rawValue))
    }
}
