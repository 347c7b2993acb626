import ArgumentParser
import Console

/// `storefront warm`: the cache is full before the first shopper comes.
struct WarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm",
        abstract: "Fills the cache with what is wanted most.",
        discussion: """
            Loads top searches, categories, facets, the trending list and top products from the \
            catalogue and leaves copies in Redis, with the API's keys and lifetimes. What is there \
            already is left as it is: run it again after an interruption, and it goes on. What is \
            wanted most is what shoppers looked at in the last two days, by the catalogue's views; the \
            best-known products follow. Searches are the words of these products' names.

            Only fills are published (src warm), so no hit rate changes by it. Exit status 1 \
            when not all was done: interrupted, Redis lost, or something could not be loaded.

            EXAMPLES
              storefront warm                              the top of everything
              storefront warm --only search --queries 400  more searches, nothing else
            """)

    /// What is warmed without `--only`: stock lives 10 s, which is not worth it.
    static let standard = ShopResource.allCases.filter { $0 != .inventory }

    @OptionGroup var redis: RedisOptions
    @OptionGroup var catalogue: CatalogueOptions

    @Option(help: "Searches, the most wanted first; at most \(Shoppers.queries).")
    var queries = 100
    @Option(help: "Products, the most wanted first.")
    var productsTop = 400
    @Option(help: "Stock, of the most wanted products; only with --only inventory.")
    var inventoryTop = 150
    @Option(
        help: ArgumentHelp(
            "What to warm, as in search,facets (default: all but inventory, which lives 10 s).",
            valueName: "resources"))
    var only: String?
    @Option(help: "Loads under way at most.")
    var concurrency = 16
    @Flag(help: "Show no progress and print no summary.")
    var quiet = false

    func validate() throws {
        func check(_ isGood: Bool, _ option: String, _ range: String) throws {
            if !isGood { throw ValidationError("--\(option) must be \(range).") }
        }
        try check((0...Shoppers.queries).contains(queries), "queries", "from 0 to 400")
        try check((0...1_000_000).contains(productsTop), "products-top", "from 0 to 1000000")
        try check((0...1_000_000).contains(inventoryTop), "inventory-top", "from 0 to 1000000")
        try check((1...1000).contains(concurrency), "concurrency", "from 1 to 1000")
        _ = try redis.endpoint()
        _ = try resources()
    }

    func run() async throws {
        let run = try await warm(stop: StopSignal())
        let sources = run.stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        let result = try await run.run()
        if !quiet { try Output.put(result.summary.text + "\n") }
        if let problem = result.problem { throw problem }
    }

    func warm(stop: StopSignal) async throws -> WarmRun {
        let wanted = Set(try resources())
        let top = WantedMost(
            queries: queries, products: productsTop, inventories: inventoryTop)
        let endpoint = try redis.endpoint()
        let file = try await catalogue.openFile(mayMake: true)
        return WarmRun(
            endpoint: endpoint, catalogue: catalogue.slowed(file),
            requests: try await top.requests(file).filter { wanted.contains($0.resource) },
            concurrency: concurrency, isQuiet: quiet, stop: stop)
    }

    private func resources() throws -> [ShopResource] {
        guard let only else { return Self.standard }
        return try only.split(separator: ",").map { word in
            let name = word.filter { $0 != " " }
            guard let resource = ShopResource(rawValue: name) else {
                let known = ShopResource.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--only knows no '\(name)'; it knows \(known).")
            }
            return resource
        }
    }
}
