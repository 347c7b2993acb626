import ArgumentParser
import Foundation
import RedisClient

/// `storefront load`: shoppers, without a shop window.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Puts the load of a busy shop on the caching layer.",
        discussion: """
            Asks for products (40 %), stock (25 %), searches (20 %), categories (8 %), facets (5 %) \
            and what is trending (2 %), through the same code as the shop's API, with a made-up \
            catalogue behind it. Requests come when they are due, whether or not the last one is \
            answered. Now and then a product changes, and its copies, every search and the trending \
            list are invalidated. While Redis is away, everything comes from the catalogue.

            It writes only what the shop writes: its copies, version:search, and cache:events.

            EXAMPLES
              storefront load --rps 500 --duration 60     a minute, then a report
              storefront load --duration 0 --warm-up      until ^C, with a warm cache at once
            """)

    @OptionGroup var redis: RedisOptions

    @Option(help: "Requests a second, on average.")
    var rps = 500.0
    @Option(help: "Seconds to run; 0: until stopped.")
    var duration = 60.0
    @Option(help: "Products in the catalogue.")
    var products = 50_000
    @Option(help: "Exponent of Zipf's law: how unevenly products are wanted.")
    var zipf = 1.0
    @Option(help: "Changes of the catalogue a minute; 0: none.")
    var changesPerMinute = 6.0
    @Option(help: "Events an entry of the stream; 1: each at once.")
    var eventsBatch = 32
    @Option(help: "Tell one of so many requests to the stream, with that weight.")
    var eventsSampling = 1
    @Option(name: .customLong("src"), help: "The name under which the events are told.")
    var source = "storefront"
    @Option(help: "Requests under way at most.")
    var concurrency = 512
    @Option(help: "Shorten each TTL at random by up to this share of it, 0 to 0.9.")
    var ttlJitter = 0.0
    @Option(help: "The same seed makes the same catalogue and the same shoppers.")
    var seed: UInt64 = 1
    @Flag(help: "First ask once for all that is wanted most.")
    var warmUp = false
    @Flag(help: "Print nothing.")
    var quiet = false
    @Flag(help: "End when standard input does: for the program that started this one.")
    var exitWithStdin = false

    func validate() throws {
        func check(_ isGood: Bool, _ option: String, _ range: String) throws {
            if !isGood { throw ValidationError("--\(option) must be \(range).") }
        }
        try check((0.1...100_000).contains(rps), "rps", "from 0.1 to 100000")
        try check((0...31_536_000).contains(duration), "duration", "from 0 (no end) to a year")
        try check((50...10_000_000).contains(products), "products", "from 50 to 10000000")
        try check((0.1...5).contains(zipf), "zipf", "from 0.1 to 5")
        try check(
            (0...6000).contains(changesPerMinute), "changes-per-minute", "from 0 to 6000")
        try check((1...1000).contains(eventsBatch), "events-batch", "from 1 to 1000")
        try check(
            (1...1_000_000).contains(eventsSampling), "events-sampling", "from 1 to 1000000")
        try check((1...100_000).contains(concurrency), "concurrency", "from 1 to 100000")
        try check((0...0.9).contains(ttlJitter), "ttl-jitter", "from 0 to 0.9")
        _ = try redis.endpoint()
    }

    func run() async throws {
        let stop = StopSignal()
        let sources = stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        if exitWithStdin { stop.stopAtEnd() }
        let run = try LoadRun(self, stop: stop)
        let report = await run.run()
        if !quiet { print(report.text) }
    }
}
