import ArgumentParser
import Console
import LiveCache
import Metrics
import RedisClient

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
            does not report, is left out, and said to be. With --state FILE a run goes on from what the \
            runs before it left there, and does not wait unless --for says so: for cron, once a minute \
            or every five.

            RULES and their numbers, which 'alerts:' in the file of --config changes
            \(AlertRule.judgedOnce.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

              cachetop check --for 0s --rule memoryFull --rule evictions
              cachetop check --state /var/lib/cachetop/check.json --format nagios
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
            "How long to measure, 0s to 10m. Default 10s; with --state 0s.", valueName: "time"))
    var lookFor: String?

    @Option(
        help: ArgumentHelp(
            "Keep measurements in this file between runs, for rules that compare with earlier ones.",
            valueName: "file"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "text, json, or nagios: one line with performance data.", valueName: "format"))
    var format = Format.text

    func run() async throws {
        let known = AlertRule.judgedOnce.map(\.name)
        if let unknown = rule.first(where: { !known.contains($0) }) {
            throw Ending(
                .usedWrongly,
                "there is no rule '\(unknown)'; known are \(known.joined(separator: ", ")).")
        }
        let text = lookFor ?? (state == nil ? "10s" : "0s")
        guard let seconds = TypedSpan.seconds(text), seconds <= 600 else {
            throw Ending(.usedWrongly, "--for is '\(text)'; use a time from 0s to 10m, as in 10s.")
        }
        let options = try Settings(common).liveCache
        let file = state.map { CheckStateFile(path: $0) }
        let former = try file?.read(for: options.endpoint.description)
        let (snapshot, memory) = try await judged(options, seconds, former)
        let past = former?.observedSeconds(at: snapshot.takenAt) ?? 0
        let report = CheckReport(
            snapshot, rules: rule, observedSeconds: max(seconds, past), settings: options.alerts)
        switch format {
        case .text: try Output.put(CheckText.text(report))
        case .json: try Output.put(try CheckDocument(report, snapshot).json())
        case .nagios: try Output.put(CheckText.line(report, snapshot) + "\n")
        }
        var status = Int32(report.status.rawValue)
        do {
            try file?.write(memory)
        } catch {
            // The next run could not judge what this one can.
            Ending.complain(error.description)
            if status == 0 { status = MonitorStatus.unknown }
        }
        throw MonitorStatus(code: status)
    }

    private func judged(
        _ options: LiveCacheOptions, _ seconds: Double, _ former: CheckMemory?
    ) async throws(Ending) -> (Snapshot, CheckMemory) {
        let time = Duration.seconds(seconds)
        do {
            // The last poll comes when all of the time is over.
            return try await takeCheck(
                options, pollFor: time + (seconds > 0 ? .milliseconds(100) : .zero),
                recalling: former)
        } catch {
            throw Ending(.failed, "\(error)")
        }
    }
}
