import ArgumentParser
import Console
import Dispatch
import LiveCache
import Metrics
import RedisClient

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "What arrives from the event source, entry by entry, and what is made of it.",
        discussion: """
            For a publisher or a log whose hits and misses do not show. Prints the next 20 entries of \
            the stream, or lines of the channel or the log: what arrived, cut and without secrets, and \
            below it the events in it, or why there are none. A stream begins with what comes from \
            now on, or as far back as --since says. Ends after these, or with ^C.

              cachetop events --since 5m
              cachetop events --explain 5 --events log:api.log --events-line \
            'lookup (?<key>\\S+) (?<outcome>hit|miss)'
            """)

    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("explain"), defaultAsFlag: 20, parsing: .next,
        help: ArgumentHelp(
            "How many entries or lines to print. What the command does without it, too.",
            valueName: "n"))
    var explain: Int?

    func run() async throws {
        let count = explain ?? 20
        guard (1...1_000_000).contains(count) else {
            throw Ending(.usedWrongly, "--explain is \(count); use a number from 1 to 1000000.")
        }
        let settings = try Settings(common)
        guard settings.events != .none else {
            throw Ending(
                .usedWrongly,
                "the event source is none, so nothing arrives; name one with --events, as in "
                    + "--events stream:cache:events.")
        }
        var options = settings.liveCache
        if !settings.isSinceGiven { options.since = .zero }
        Output.warn("Reading \(DisplayLine.safe("\(settings.events)")); ^C ends.")
        let interruption = Interruption()
        let signals = interruption.listen()
        defer { for signal in signals { signal.cancel() } }
        let result = await interruption.cancelling { [options] in
            await Self.print(count, options)
        }
        try result.get()
    }

    private static func print(
        _ count: Int, _ options: LiveCacheOptions
    ) async -> Result<Void, any Error> {
        let words = ExplanationText(grammar: options.grammar)
        do {
            try await EventExplaining(options).run(count) { happening in
                switch happening {
                case .explanation(let explanation): try Output.put(words.text(explanation))
                case .problem(let sentence): Ending.complain(DisplayLine.safe(sentence))
                }
            }
            return .success(())
        } catch let error as RedisError where Task.isCancelled {
            _ = error
            return .success(())
        } catch let error as RedisError {
            return .failure(Ending(.failed, DisplayLine.safe("\(error)")))
        } catch {
            return .failure(error)
        }
    }
}
