import ArgumentParser
import Console
import Dashboard
import Dispatch
import FoundationEssentials
import Glibc
import LiveCache
import Metrics

struct Purge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invalidates one scope: shows what will be sent, asks, sends exactly that.",
        discussion: """
            Scopes: product ID…, category SLUG, search, global, facets [CATEGORY], trending, \
            inventory ID, key KEY, pattern GLOB. Identifiers are data: 'product *' is the product \
            named '*'.

              cachetop purge product 42 --dry-run
              cachetop purge search --yes --json

            Without --yes it asks on the terminal, with the plan and what it will cost: y, or the \
            scope's name for 'global' and for everything in production. ^C stops between two \
            batches and says what was removed. Every attempt goes to the audit trail. Exit status 0 \
            is done, or accepted by an API that has yet to carry it out (202).
            """)

    @Argument(help: "What kind of thing to invalidate.")
    var scope: String

    @Argument(help: "Which one.")
    var arguments: [String] = []

    @OptionGroup var common: CommonOptions

    @Flag(
        name: .customLong("dry-run"),
        help: "Show what would be sent and what it would cost, send nothing.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Write the outcome as JSON to standard output.")
    var json = false

    @Option(help: "auto (the API where it offers the scope, else Redis), api or redis.")
    var via: Invalidator.Route = .auto

    @Flag(
        name: .customLong("include-own"),
        help: "Let a glob or a key remove counters, the event stream and cachetop's own keys, too.")
    var includeOwn = false

    func run() async throws {
        let scope = try parsedScope()
        var settings = try Settings(common)
        settings.guards.includesOwn = includeOwn
        let invalidator = settings.invalidator
        if let problem = settings.trailProblem { Ending.complain(problem) }
        let plan: InvalidationPlan
        do {
            plan = try invalidator.plan(scope, via: via)
        } catch {
            throw Ending(error.isRefusal ? .refused : .failed, error.description)
        }
        if !dryRun, invalidator.refusal(of: scope) != nil { try await refuse(plan, invalidator) }
        let interruption = Interruption()
        let signals = interruption.listen()
        defer { for signal in signals { signal.cancel() } }
        let planned = try await survey(plan, invalidator, interruption)
        Self.reportUnfinishedAttempts(invalidator)
        if dryRun { return try report(invalidator.dryRun(planned), planned, isSurveyed: true) }
        if !yes { try confirm(planned, invalidator) }
        let record = await interruption.cancelling {
            // Whoever said --yes has typed the scope on the command line.
            await invalidator.carryOut(planned, typed: scope.kind.rawValue) {
                PurgeProgress.show($0)
            }
        }
        PurgeProgress.clear()
        try report(record, planned, isSurveyed: true)
        try end(with: record)
    }

    private func parsedScope() throws -> InvalidationScope {
        do {
            return try InvalidationScope(scope, arguments: arguments.map { Array($0.utf8) })
        } catch {
            throw Ending(.usedWrongly, error.description)
        }
    }

    /// A guard forbids the scope, whatever a survey would find: the trail has it, too.
    private func refuse(_ plan: InvalidationPlan, _ invalidator: Invalidator) async throws {
        let unseen = PlannedInvalidation(plan: plan, at: Self.now)
        let record = await invalidator.carryOut(unseen)
        try report(record, unseen, isSurveyed: false)
        throw Ending(.refused, Self.sentence(record))
    }

    /// The exit status, with a sentence where it is not 0.
    private func end(with record: InvalidationRecord) throws {
        switch record.outcome {
        case .done, .accepted, .dryRun:
            if let problem = record.trailProblem { Ending.complain(problem) }
        case .notDone where record.stoppedEarly == true:
            throw Ending(.failed, Self.sentence(record))
        case .notDone: throw Ending(.failed, "not done: \(Self.sentence(record))")
        case .unknown, .unfinished:
            throw Ending(.failed, "\(record.outcome.words): \(Self.sentence(record))")
        case .refused: throw Ending(.refused, Self.sentence(record))
        }
    }

    private static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// The facts of the dialog, in the operator's time.
    private static func lines(_ planned: PlannedInvalidation) -> [String] {
        PurgeText(
            facts: PlanFacts(
                planned, now: planned.at, utcOffsetSeconds: LocalTime.utcOffsetSeconds)
        ).lines
    }

    private static func sentence(_ record: InvalidationRecord) -> String {
        let text = [record.message, record.trailProblem].compactMap(\.self)
            .joined(separator: " ")
        return DisplayLine.safe(text)
    }

    /// What was cut off before: its keys may be half removed.
    private static func reportUnfinishedAttempts(_ invalidator: Invalidator) {
        for record in invalidator.reportUnfinishedAttempts() {
            let text = "unfinished: \(record.scope), begun at \(record.at): \(record.message)"
            Ending.complain(DisplayLine.safe(text))
        }
    }

    private func survey(
        _ plan: InvalidationPlan, _ invalidator: Invalidator, _ interruption: Interruption
    ) async throws -> PlannedInvalidation {
        let result = await interruption.cancelling {
            await invalidator.survey(plan) { PurgeProgress.show($0) }
        }
        PurgeProgress.clear()
        switch result {
        case .success(let planned): return planned
        case .failure(let problem):
            throw Ending(
                problem.isRefusal ? .refused : .failed, DisplayLine.safe(problem.description))
        }
    }

    private func confirm(_ planned: PlannedInvalidation, _ invalidator: Invalidator) throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Ending(
                .notConfirmed,
                "nothing was sent: there is no terminal to ask for confirmation. Check the plan with "
                    + "--dry-run, then add --yes.")
        }
        let word = invalidator.wantsTyping(planned.scope) ? scope : "y"
        let question =
            planned.isEmpty
            ? "Type '\(word)' and Enter to send it all the same: "
            : "Type '\(word)' and Enter to send it: "
        let lines = Self.lines(planned) + [question]
        Output.prompt(lines.joined(separator: "\n"))
        tcflush(STDIN_FILENO, TCIFLUSH)
        guard readLine(strippingNewline: true) == word else {
            throw Ending(.notConfirmed, "cancelled; nothing was sent.")
        }
    }

    private func report(
        _ record: InvalidationRecord, _ planned: PlannedInvalidation, isSurveyed: Bool
    ) throws {
        guard json else {
            let lines: [String]
            switch record.outcome {
            case .done: lines = [DisplayLine.safe("\(record.scope): \(record.message)")]
            case .accepted:
                lines = [DisplayLine.safe("\(record.scope): accepted: \(record.message)")]
            case .dryRun:
                lines = Self.lines(planned) + ["Dry run: nothing was sent."]
            case .notDone, .unknown, .unfinished, .refused: return
            }
            try Output.put(lines.joined(separator: "\n") + "\n")
            if record.outcome == .dryRun, let problem = record.trailProblem {
                Ending.complain(problem)
            }
            return
        }
        let report = PurgeDocument(planned, isSurveyed: isSurveyed, record: record)
        try Output.put(report.json())
    }
}

extension Invalidator.Route: ExpressibleByArgument {}
