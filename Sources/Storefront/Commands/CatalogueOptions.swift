import ArgumentParser
import Foundation

/// Which catalogue: the options that serve, warm, listen and edit share.
struct CatalogueOptions: ParsableArguments {
    @Option(
        name: .customLong("catalogue"),
        help: ArgumentHelp(
            "The catalogue's SQLite file; without it $CATALOGUE, else storefront.sqlite here.",
            valueName: "file"))
    var file: String?

    @Option(help: "Products that a new catalogue is filled with.")
    var products = 50_000

    @Option(help: "What a new catalogue is made from: the same seed, the same shop.")
    var seed: UInt64 = 1

    /// The catalogue, made if it is not there yet.
    func open() async throws -> any ShopCatalogue {
        GeneratedCatalogue(count: products, seed: seed, latency: .none)
    }
}
