import ArgumentParser
import Console

/// `storefront edit random`: edits as a busy shop has them, one after the other.
struct EditRandomCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "random",
        abstract: "Changes something popular now and then.",
        discussion: """
            Of a hundred edits about sixty are a new price, thirty a new stock, six a new product; \
            the rest take such a new product out again.
            """)

    @Option(help: "Edits a minute, on average.")
    var perMinute = 6.0
    @Option(help: "End after so many edits.")
    var count: Int?
    @Option(help: "Seconds to run; 0: until stopped.")
    var duration = 0.0
    @Flag(help: "Print nothing.")
    var quiet = false
    @Flag(help: "End when standard input does: for the program that started this one.")
    var exitWithStdin = false
    @OptionGroup var catalogue: CatalogueOptions

    func validate() throws {
        guard (0.01...60_000).contains(perMinute) else {
            throw ValidationError("--per-minute must be from 0.01 to 60000.")
        }
        guard count ?? 1 > 0 else { throw ValidationError("--count must be 1 or more.") }
        guard (0...31_536_000).contains(duration) else {
            throw ValidationError("--duration must be from 0 (no end) to a year.")
        }
    }

    func run() async throws {
        let stop = StopSignal()
        let sources = stop.stopOnSignals()
        defer { withExtendedLifetime(sources) {} }
        if exitWithStdin { stop.stopAtEnd() }

        try await edit(catalogue.openFile(mayMake: false), until: stop)
    }

    private func edit(_ catalogue: Catalogue, until stop: StopSignal) async throws {
        var edits = RandomEdits(
            products: catalogue.seed.products, seed: UInt64.random(in: 0 ... .max))
        var due = ContinuousClock.now
        let end = due + .seconds(duration > 0 ? duration : 31_536_000_000)
        var left = count ?? Int.max
        while left > 0 {
            due += .seconds(edits.gap(perMinute: perMinute))
            await stop.sleep(for: min(due, end) - .now)
            if stop.isStopped || due > end { return }
            let newest = try await catalogue.newestID()
            let edit = edits.next(newest: newest)
            if try await carryOut(edit, catalogue) { left -= 1 }
        }
    }

    /// - Returns: false: somebody else has deleted the product, so it will be another one.
    private func carryOut(
        _ edit: ProductEdit, _ catalogue: Catalogue
    ) async throws(CatalogueError) -> Bool {
        do {
            report(try await catalogue.carryOut(edit))
            return true
        } catch {
            guard error.isMissingProduct else { throw error }
            return false
        }
    }

    private func report(_ line: String) {
        if !quiet { Output.inform(line) }
    }
}
