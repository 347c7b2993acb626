import ArgumentParser
import Console

/// `storefront edit`: the shop's own people at work, so that invalidations can be seen happening.
struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Changes products of the catalogue.",
        discussion: """
            Where 'storefront listen' runs, the copies in Redis follow within a second.

            EXAMPLES
              storefront edit price 42 17.50
              storefront edit insert --name "Warm Wool Coat" --category coat --price 99.90
              storefront edit random --per-minute 6       until ^C
            """,
        subcommands: [
            Price.self, Stock.self, Name.self, Insert.self, Delete.self, EditRandomCommand.self,
        ])

    /// Which one: a product's number.
    struct Target: ParsableArguments {
        @Argument(help: "The product's number.") var id: Int

        func validate() throws {
            guard id > 0 else { throw ValidationError("A product's number is 1 or more.") }
        }
    }

    struct Price: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a product a new price.")
        @OptionGroup var target: Target
        @Argument(help: "In euros, such as 19.90.") var price: Money
        @OptionGroup var catalogue: CatalogueOptions

        func run() async throws { try await catalogue.carryOut(.price(id: target.id, price)) }
    }

    struct Stock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sets how many are there.")
        @OptionGroup var target: Target
        @Argument(help: "Pieces.") var stock: Int
        @OptionGroup var catalogue: CatalogueOptions

        func validate() throws { try EditCommand.check(stock: stock) }
        func run() async throws { try await catalogue.carryOut(.stock(id: target.id, stock)) }
    }

    struct Name: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a product a new name.")
        @OptionGroup var target: Target
        @Argument(help: "The new name.") var name: String
        @OptionGroup var catalogue: CatalogueOptions

        func validate() throws { try EditCommand.check(name: name) }
        func run() async throws { try await catalogue.carryOut(.name(id: target.id, name)) }
    }

    struct Insert: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a product, and prints its number.")
        @Option(help: "Its name.") var name: String
        @Option(help: "The category's slug, such as shoes.") var category: String
        @Option(help: "In euros, such as 19.90.") var price: Money
        @Option(help: "Pieces.") var stock = 0
        @Option(help: "Who makes it.") var brand = ""
        @Option(help: "What it is made of.") var material = ""
        @Option(help: "The text of its page.") var description = ""
        @OptionGroup var catalogue: CatalogueOptions

        func validate() throws {
            try EditCommand.check(name: name)
            try EditCommand.check(stock: stock)
        }

        func run() async throws {
            let product = NewProduct(
                name: name, category: category, price: price, stock: stock, brand: brand,
                material: material, description: description)
            try await catalogue.carryOut(.insert(product))
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a product out.")
        @OptionGroup var target: Target
        @OptionGroup var catalogue: CatalogueOptions

        func run() async throws { try await catalogue.carryOut(.delete(id: target.id)) }
    }

    private static func check(stock: Int) throws {
        guard (0...1_000_000_000).contains(stock) else {
            throw ValidationError("A stock is from 0 to 1000000000.")
        }
    }

    private static func check(name: String) throws {
        let isPrintable = !name.unicodeScalars.contains {
            $0.properties.generalCategory == .control
        }
        guard (1...200).contains(name.utf8.count), isPrintable,
            !name.allSatisfy(\.isWhitespace)
        else { throw ValidationError("A name has 1 to 200 bytes, and no control characters.") }
    }
}

extension CatalogueOptions {
    /// One edit, reported on standard output.
    fileprivate func carryOut(_ edit: ProductEdit) async throws {
        try Output.put(try await openFile(mayMake: false).carryOut(edit) + "\n")
    }
}

extension Money: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}
