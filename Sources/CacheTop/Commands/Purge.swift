import ArgumentParser
import Dashboard
import Foundation
import Glibc
import LiveCache
import Metrics

struct Purge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invalidates one scope: shows what would be sent, asks, does exactly that.",
        discussion: """
            Scopes: product ID…, category SLUG, search, global, facets [CATEGORY], trending, \
            inventory ID, key KEY, pattern GLOB. Identifiers are data: 'product *' is the product \
            named '*'.

              cachetop purge product 42 --dry-run
              cachetop purge search --yes --json

            Without --yes it asks on the terminal: y, or the scope's name for 'global'.
            """)

    @Argument(help: "What kind of thing to invalidate.")
    var scope: String

    @Argument(help: "Which one.")
    var arguments: [String] = []

    @OptionGroup var common: CommonOptions

    @Flag(name: .customLong("dry-run"), help: "Show what would be sent, send nothing.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Tell the outcome as JSON on standard output.")
    var json = false

    @Option(help: "auto (the API where it offers the scope, else Redis), api or redis.")
    var via: Invalidator.Route = .auto

    func run() async throws {
        let scope: InvalidationScope
        do {
            scope = try InvalidationScope(self.scope, arguments: arguments.map { Array($0.utf8) })
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
        let settings = try Settings(common)
        let invalidator = settings.invalidator
        let plan: InvalidationPlan
        do {
            plan = try invalidator.plan(scope, via: via)
        } catch {
            throw Ending(.failed, error.description)
        }
        if dryRun {
            try tell(invalidator.dryRun(plan), plan)
            return
        }
        if !settings.isReadOnly, !yes { try confirm(plan, settings) }
        let record = await invalidator.carryOut(plan)
        try tell(record, plan)
        switch record.outcome {
        case .done, .dryRun: return
        case .notDone: throw Ending(.failed, "not done: \(record.message)")
        case .unknown: throw Ending(.failed, "outcome unknown: \(record.message)")
        case .refused: throw Ending(.refused, record.message)
        }
    }

    private func confirm(_ plan: InvalidationPlan, _ settings: Settings) throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Ending(
                .notConfirmed,
                "nothing was sent: there is no terminal to ask on. Add --yes once "
                    + "'--dry-run' shows what you mean.")
        }
        let word = scope == "global" || settings.isProduction ? scope : "y"
        let lines = Self.lines(plan) + ["Type '\(word)' and Enter to send it: "]
        FileHandle.standardError.write(Data(lines.joined(separator: "\n").utf8))
        tcflush(STDIN_FILENO, TCIFLUSH)
        guard readLine(strippingNewline: true) == word else {
            throw Ending(.notConfirmed, "cancelled; nothing was sent.")
        }
    }

    private static func lines(_ plan: InvalidationPlan) -> [String] {
        ["\(plan.way == .api ? "Asks" : "On") \(plan.target):"]
            + plan.descriptions.map { "  " + DisplayLine.safe($0) }
            + (plan.way == .api ? ["The API decides what goes."] : [])
            + (plan.edgeSeconds > 0
                ? [
                    "The CDN may serve the old copy for "
                        + "\(Format.span(Double(plan.edgeSeconds))) more."
                ] : [])
    }

    private struct Report: Encodable {
        let record: InvalidationRecord
        let plan: [String]
        let target: String
    }

    private func tell(_ record: InvalidationRecord, _ plan: InvalidationPlan) throws {
        guard json else {
            guard record.outcome == .done || record.outcome == .dryRun else { return }
            let lines =
                record.outcome == .dryRun
                ? Self.lines(plan) + ["Dry run: nothing was sent."]
                : ["\(DisplayLine.safe(record.scope)): \(DisplayLine.safe(record.message))"]
            print(lines.joined(separator: "\n"))
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let report = Report(record: record, plan: plan.descriptions, target: plan.target)
        let bytes = JSONText.escapingControls(Array(try encoder.encode(report)))
        FileHandle.standardOutput.write(Data(bytes + [UInt8(ascii: "\n")]))
    }
}

extension Invalidator.Route: ExpressibleByArgument {}
