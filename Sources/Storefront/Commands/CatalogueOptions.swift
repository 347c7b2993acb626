import ArgumentParser
import Console
import Foundation

/// Which catalogue: the options that serve, warm, listen and edit share.
struct CatalogueOptions: ParsableArguments {
    enum OriginLatency: String, ExpressibleByArgument, CaseIterable {
        case none, typical
    }

    @Option(
        name: .customLong("catalogue"),
        help: ArgumentHelp(
            "The catalogue's SQLite file; without it $CATALOGUE, else storefront.sqlite here.",
            valueName: "file"))
    var file: String?

    @Option(
        name: .customLong("products"),
        help: ArgumentHelp(
            "Products that a new catalogue is filled with; without it 50000.", valueName: "count"))
    var givenProducts: Int?

    @Option(
        name: .customLong("seed"),
        help: ArgumentHelp(
            "What a new catalogue is made from: the same seed, the same shop; without it 1.",
            valueName: "number"))
    var givenSeed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Let the catalogue be as slow as a database over a network would be (none, typical).",
            valueName: "kind"))
    var originLatency = OriginLatency.none

    var products: Int { givenProducts ?? CatalogueSeed().products }
    var seed: UInt64 { givenSeed ?? CatalogueSeed().seed }

    func validate() throws {
        guard (1...1_000_000).contains(products) else {
            throw ValidationError("--products must be from 1 to 1000000.")
        }
        guard !path().isEmpty else {
            throw ValidationError("The catalogue's file has no name.")
        }
    }

    /// From the root on, so that a slip is seen; empty when its name is.
    func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        let name =
            file ?? Variables(environment).text("CATALOGUE") ?? "storefront.sqlite"
        if name.isEmpty || name.hasPrefix("/") { return name }
        return FileManager.default.currentDirectoryPath + "/" + name
    }

    /// The catalogue, made if it is not there yet.
    func open() async throws -> any ShopCatalogue {
        slowed(try await openFile(mayMake: true))
    }

    /// As slow as it is asked to be.
    func slowed(_ catalogue: Catalogue) -> any ShopCatalogue {
        switch originLatency {
        case .none: return catalogue
        case .typical:
            return SlowCatalogue(catalogue, latency: .typical, seed: catalogue.seed.seed)
        }
    }

    /// The same at full speed, for those who do more than load from it.
    func openFile(mayMake: Bool) async throws -> Catalogue {
        let catalogue = try await Catalogue.open(
            path(), seed: CatalogueSeed(products: products, seed: seed), mayMake: mayMake,
            whenSlow: Self.report)
        let made = catalogue.seed
        if givenProducts ?? made.products != made.products || givenSeed ?? made.seed != made.seed {
            Self.report(
                "\(catalogue.path) is there already, made of \(made.products) products from seed"
                    + " \(made.seed): --products and --seed are for new catalogues.")
        }
        return catalogue
    }

    private static func report(_ sentence: String) {
        Output.warn(sentence)
    }
}
