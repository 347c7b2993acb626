import Foundation
import GRDB
import Testing

@testable import Storefront

/// What the catalogue finds, held against looking at every product.
@Suite struct CatalogueSearchTests {
    private typealias List = CatalogueFixture.List

    private struct Query: Sendable {
        var text: String
        var category: String?
        var prices: ClosedRange<Int>?

        init(_ text: String, _ category: String? = nil, _ prices: ClosedRange<Int>? = nil) {
            self.text = text
            self.category = category
            self.prices = prices
        }

        /// The words as they are written here have no marks, so that this needs no FTS5 to say.
        func finds(_ product: Product) -> Bool {
            let text = [product.name, product.brand, product.category, product.description]
                .joined(separator: " ").lowercased()
            let words = text.split { !$0.isLetter && !$0.isNumber }
            return self.text.split(separator: " ").allSatisfy { word in
                words.contains { word.count > 2 ? $0.hasPrefix(word) : $0 == word }
            } && category ?? product.category == product.category
                && prices?.contains(product.price) ?? true
        }
    }

    @Test(arguments: [
        Query(""), Query("", "shoes"), Query("", nil, 1000...2000), Query("wool"), Query("w"),
        Query("oak chair"), Query("chair oak"), Query("light", "shoes"), Query("the"),
        Query("kestrel", nil, 5000...20_000), Query("wool", "lamp", 0...1), Query("nosuchword"),
        Query("wool nosuchword"), Query("thirty degrees", nil, 0...10_000), Query("f", "boots"),
        Query("a"), Query("in a"),
    ])
    private func aSearchFindsWhatLookingAtEveryProductFinds(query: Query) async throws {
        try await CatalogueFixture.with(products: 400) { shop async throws in
            let expected = try await shop.products().filter(query.finds)
            var found: [Int] = []
            for page in 1...5 {
                let list = try await shop.search(
                    query.text, category: query.category, prices: query.prices,
                    page: Page(number: page, limit: 100))
                #expect(list.total == expected.count)
                let facets = try #require(list.facets)
                #expect(facets.categories == counts(expected.map(\.category)))
                #expect(facets.brands == counts(expected.map(\.brand)))
                #expect(facets.materials == counts(expected.map(\.material)))
                #expect(facets.prices == bands(expected))
                found += list.items.map(\.id)
            }
            #expect(found.sorted() == expected.map(\.id))
        }
    }

    @Test(arguments: ["shoes", "bottle"]) func facetsCountWhatIsThere(category: String) async throws
    {
        struct Facets: Decodable {
            var brands, materials, prices: [CatalogueFixture.Value]
        }
        try await CatalogueFixture.with(products: 2000) { shop async throws in
            let products = try await shop.products().filter { $0.category == category }
            #expect(products.count == 50)
            let facets = try await shop.body(.facets(category: category), as: Facets.self)
            #expect(facets.brands == counts(products.map(\.brand)))
            #expect(facets.materials == counts(products.map(\.material)))
            #expect(facets.prices == bands(products))
        }
    }

    /// The most frequent first, then by name.
    private func counts(_ values: [String]) -> [CatalogueFixture.Value] {
        Dictionary(grouping: values) { $0 }
            .map { CatalogueFixture.Value(value: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }

    private func bands(_ products: [Product]) -> [CatalogueFixture.Value] {
        let limits =
            [("0-20", 0..<2000), ("20-50", 2000..<5000), ("50-100", 5000..<10_000)]
            + [("100-200", 10_000..<20_000), ("200+", 20_000..<Int.max)]
        return limits.map { name, range in
            CatalogueFixture.Value(
                value: name, count: products.count { range.contains($0.price) })
        }.filter { $0.count > 0 }
    }

    /// Nothing that is typed is FTS5's syntax, whatever it looks like there: each finds what the plain
    /// words do (nil: nothing).
    @Test(arguments: [
        ("\"", nil), ("\"\"", nil), ("*", nil), ("-", nil), ("&", nil), ("()", nil), ("%", nil),
        ("🧦", nil), ("😀 😀", nil), ("'", nil), ("\u{fffd}", nil), ("\u{301}", nil), ("\0", nil),
        ("NEAR(wool oak)", nil), ("name:wool", nil), ("name : wool", nil), ("' OR 1=1", nil),
        ("{name brand} : wool", nil), ("wool; DROP TABLE products", nil), ("?1 :a @b $c", nil),
        (String(repeating: "a", count: 256), nil), (String(repeating: "\"", count: 256), nil),
        ("NEAR(", "near"), ("NEAR(near, 1)", nil), ("col:", "col"), ("wool NOT", "not wool"),
        ("wool OR oak", nil), ("wool AND for", "and for wool"), ("^wool", "wool"),
        ("wool*", "wool"), ("+wool", "wool"), ("wool\"", "wool"), ("\"wool", "wool"),
        ("wool \" *", "wool"), ("(wool)", "wool"), ("WOOL", "wool"), ("wóól", "wool"),
        ("wool\0", "wool"), ("wool\0\"", "wool"), ("wool\u{1}oak", "wool oak"),
        (" wool\twool\n", "wool"), ("wool 🧦", "wool"), ("\u{202e}wool", "wool"),
        (String(repeating: "wool ", count: 128), "wool"),
    ])
    func nothingThatIsTypedIsSyntax(text: String, words: String?) async throws {
        try await CatalogueFixture.with { shop async throws in
            let found = try await shop.search(text)
            let expected = if let words { try await shop.search(words) } else { nil as List? }
            #expect(found.total == expected?.total ?? 0)
            #expect(found.items == expected?.items ?? [])
            #expect(found.total > 0 || words == nil || words == "wool oak")
            #expect(try await shop.search("").total == 200)
        }
    }

    /// In the name before in the text, and of equals the better known.
    @Test func theOrderSaysWhatFitsBest() async throws {
        try await CatalogueFixture.with(products: 40) { shop async throws in
            try shop.executeByHand(
                """
                INSERT INTO products
                    (id, name, brand, category, material, price, stock, rating, reviews, description)
                VALUES (101, 'Plain', 'B', 'hat', 'Felt', 1, 1, 1, 9, 'Zebra stripes.'),
                    (102, 'Zebra', 'B', 'hat', 'Felt', 1, 1, 1, 1, 'Plain'),
                    (103, 'Zebra', 'B', 'hat', 'Felt', 1, 1, 1, 5, 'Plain'),
                    (104, 'Zebra', 'B', 'hat', 'Felt', 1, 1, 1, 5, 'Plain');
                """)
            #expect(try await shop.search("zebra").items.map(\.id) == [103, 104, 102, 101])
            let second = try await shop.search("zebra", page: Page(number: 2, limit: 2))
            #expect(second.items.map(\.id) == [102, 101] && second.total == 4)
            let all = try await shop.search("")
            let products = try await shop.products()
            #expect(all.items.map(\.id) == byReviews(products).map(\.id))
        }
    }

    @Test func aCategoryIsListedOnceOverItsPages() async throws {
        try await CatalogueFixture.with(products: 2000) { shop async throws in
            let expected = try await shop.products().filter { $0.category == "lamp" }
            var found: [Int] = []
            for number in 1...6 {
                let page = try await shop.list(
                    .category(slug: "lamp", page: Page(number: number, limit: 10)))
                #expect(page.total == 50 && page.facets == nil)
                found += page.items.map(\.id)
            }
            #expect(found == byReviews(expected).map(\.id))
        }
    }

    private func byReviews(_ products: [Product]) -> [Product] {
        products.sorted { ($1.reviews, $0.id) < ($0.reviews, $1.id) }
    }

    @Test(arguments: [
        ShopRequest.category(slug: "nosuch", page: Page()), .category(slug: "", page: Page()),
        .category(slug: "Shoes", page: Page()), .facets(category: "nosuch"),
        .search(SearchQuery(text: "wool", category: "nosuch")),
    ])
    func anUnknownCategoryIsNotThere(request: ShopRequest) async throws {
        try await CatalogueFixture.with { shop async throws in
            await #expect(throws: OriginError.notFound) { try await shop.catalogue.load(request) }
        }
    }
}
