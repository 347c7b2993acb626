import ArgumentParser
import Console
import Metrics

/// `storefront load`: shoppers at the shop's door.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Puts the load of a busy shop on its HTTP API.",
        discussion: """
            Asks for products (40 %), stock (25 %), searches (20 %), categories (8 %), facets (5 %) \
            and what is trending (2 %), or for what a scenario says. Shoppers come when they are \
            due, whether or not the last one is answered, and latency counts from when a request \
            was due. What is wanted follows Zipf's law. Redirects are not followed; a request is \
            given up after 10 s. At the end there is a report of latencies, and of the hit rate by \
            X-Cache; stopped by ^C, too.

            A scenario is a YAML file in Artillery's format: phases (duration, arrivalRate, rampTo, \
            pause) and flows of get and think. {{ query }}, {{ product }}, {{ category }} and \
            {{ page }} are filled in, drawn once for each shopper.

            EXAMPLES
              storefront load --rps 500 --duration 60     a minute, then a report
              storefront load --duration 0 --warm-up      until ^C, with a warm cache at once
              storefront load --scenario docs/load-test.yaml --json http://127.0.0.1:3000
            """)

    @Argument(
        help: ArgumentHelp(
            "Where the shop is: http, https, or http+unix with a percent-encoded path. Without it"
                + " the scenario's target, else \(ShopTarget.standard).", valueName: "url"))
    var target: String?

    @Option(help: ArgumentHelp("The load test to carry out.", valueName: "file"))
    var scenario: String?
    @Option(help: "Shoppers a second, on average, where no scenario has phases. (default: 100)")
    var rps: Double?
    @Option(
        help: ArgumentHelp(
            "How long, as in 90, 90s or 2m; 0: until stopped. (default: 60s)",
            valueName: "time"))
    var duration: TypedSpan?
    @Option(help: "Products in the catalogue.")
    var products = 50_000
    @Option(help: "Exponent of Zipf's law: how unevenly products are wanted.")
    var zipf = 1.0
    @Option(help: "Requests under way at most, each on a connection of its own.")
    var concurrency = 512
    @Option(help: "The same seed makes the same shoppers.")
    var seed: UInt64 = 1
    @Option(help: ArgumentHelp("How long the shop may take to be there.", valueName: "time"))
    var wait = TypedSpan(seconds: 5)
    @Flag(help: "First ask once for all that is wanted most; it is in no count.")
    var warmUp = false
    @Flag(help: "Print the report as one JSON object.")
    var json = false
    @Flag(help: "Show no status, and print no report but that of --json.")
    var quiet = false
    @Flag(help: "End when standard input does: for the program that started this one.")
    var exitWithStdin = false

    func validate() throws {
        func check(_ isGood: Bool, _ option: String, _ range: String) throws {
            if !isGood { throw ValidationError("--\(option) must be \(range).") }
        }
        try check((0.1...100_000).contains(rps ?? 1), "rps", "from 0.1 to 100000")
        try check((50...10_000_000).contains(products), "products", "from 50 to 10000000")
        try check((0.1...5).contains(zipf), "zipf", "from 0.1 to 5")
        try check((1...100_000).contains(concurrency), "concurrency", "from 1 to 100000")
        do {
            if let target { _ = try ShopTarget.base(target) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        let run = try load(stop: StopSignal())
        let sources = run.stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        if exitWithStdin { run.stop.stopAtEnd() }
        let report = try await run.run()
        if json {
            try Output.put(report.json + "\n")
        } else if !quiet {
            try Output.put(report.text + "\n")
        }
    }

    /// - Throws: `Ending`, when the scenario can't be used.
    func load(stop: StopSignal) throws -> LoadRun {
        let file = try scenario.map { path throws(Ending) in
            try ScenarioFile(path: path)
        }
        if let file, !file.phases.isEmpty, rps != nil || duration != nil {
            throw ValidationError(
                "The scenario's phases say how long and how many: leave out --rps and --duration.")
        }
        let seconds = duration?.seconds ?? 60
        let phase = LoadPhase(seconds: seconds > 0 ? seconds : .infinity, rate: rps ?? 100)
        let phases = file?.phases ?? []
        return LoadRun(
            target: try ShopTarget.base(target ?? file?.target ?? ShopTarget.standard),
            plan: LoadPlan(
                phases: phases.isEmpty ? [phase] : phases, scenarios: file?.scenarios ?? []),
            shoppers: Shoppers(
                products: products, exponent: zipf, seed: seed &* 1_000_003 &+ 1),
            options: LoadRun.Options(
                concurrency: concurrency, warmUp: warmUp, isQuiet: quiet,
                waitSeconds: wait.seconds),
            stop: stop)
    }
}
