import ArgumentParser
import Console

/// `storefront check-cache`: does the cache work at all?
struct CheckCacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-cache",
        abstract: "Tests that the first request is a MISS and the next a HIT, and faster.",
        discussion: """
            Asks each of the six endpoints once, then five times more, and looks at X-Cache and the \
            time: the second answer must be a HIT, and after a MISS the middle one of the later \
            times must be shorter than the first; if it is not, two others of the kind are tried. The \
            search is one that was never made before. Something that is cached already passes \
            without the comparison.

            Exit status 0 when all pass, 1 when one does not.

            EXAMPLES
              storefront check-cache                                       all six
              storefront check-cache http://127.0.0.1:3000/api/trending    just this one
            """)

    @Argument(
        help: ArgumentHelp(
            "The shop (all endpoints), or with a path the one to test.", valueName: "url"))
    var url = ShopTarget.standard

    @Option(help: "The product is picked from this many; all must exist.")
    var products = 1000

    func validate() throws {
        guard products > 0 else { throw ValidationError("--products must be at least 1.") }
        do { _ = try ShopTarget(url) } catch { throw ValidationError("\(error)") }
    }

    func run() async throws {
        let checks = try await check().run()
        try Output.put(CacheCheckRun.table(checks) + "\n")
        let reasons = checks.compactMap { check in
            check.verdict.reason.map { "\(check.endpoint.name): \($0)" }
        }
        if !reasons.isEmpty { throw Ending(.failed, reasons.joined(separator: "\n")) }
    }

    func check() throws -> CacheCheckRun {
        let target = try ShopTarget(url)
        let one = CacheCheck.Endpoint(name: target.path, path: target.path)
        return CacheCheckRun(
            target: try ShopTarget(target.origin),
            endpoints: target.path.isEmpty ? CacheCheck.endpoints(products: products) : [one])
    }
}
