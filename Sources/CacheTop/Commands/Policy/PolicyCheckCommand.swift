import ArgumentParser
import Console
import LiveCache
import Metrics
import RedisClient

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Counts the keys of each resource and what belongs to none; changes nothing.",
        discussion: """
            For each resource: the part of its pattern that decides which keys are its own, how many \
            keys of this Redis that matches, how many the rule of versions before 0.2 matched (the text \
            before the first colon), and three of the keys. Then the keys that belong to no resource, by \
            their first two segments.

            Exit status 1 when there are keys and none belongs to a resource: the policy is of another \
            shop.
            """)

    @Option(
        help: ArgumentHelp(
            "Look at so many keys; 0: at all of them. Default 10000.", valueName: "n"))
    var sample = PolicyCheck.standardSample

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard sample >= 0 else {
            throw Ending(.usedWrongly, "--sample is \(sample); use 0 or a positive number.")
        }
        let settings = try Settings(common)
        let report: PolicyCheckReport
        do {
            report = try await PolicyCheck(grammar: settings.liveCache.grammar)
                .run(on: settings.endpoint, sample: sample)
        } catch {
            throw Ending(.failed, "\(error)")
        }
        let text = PolicyCheckText(report: report, endpoint: settings.endpoint.description)
        try Output.put(text.lines.joined(separator: "\n") + "\n")
        if report.matchesNothing {
            throw Ending(
                .failed,
                "none of the \(report.looked) keys belongs to a resource of the policy. Set the "
                    + "patterns and the key-prefix of this shop in the file of --config.")
        }
    }
}
