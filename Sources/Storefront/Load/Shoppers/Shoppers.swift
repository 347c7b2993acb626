import Foundation
import Metrics

/// What shoppers ask for, one request after the other: a seeded sequence.
///
/// Products are wanted by Zipf's law, and most of what is looked at is what the shop displays (the
/// best-selling hundredth of the catalogue); the rest is found by search and may be anything. That is
/// what lets a cache of 60 s answer nine of ten product pages of a catalogue of 50,000.
struct Shoppers: Sendable {
    /// Percentages: how the six kinds of requests are mixed.
    static let mix: [(ShopResource, Int)] = [
        (.product, 40), (.inventory, 25), (.search, 20), (.category, 8), (.facets, 5),
        (.trending, 2),
    ]
    static let displayedShare = 0.9
    static let queries = 400

    private let products: Int
    private let all: Zipf
    private let displayed: Zipf
    private let query: Zipf
    private let category: Zipf
    private let page: Zipf
    private let stride: Int
    private var generator: SplitMix64

    init(products: Int, exponent: Double, seed: UInt64) {
        self.products = products
        all = Zipf(count: products, exponent: exponent)
        displayed = Zipf(count: max(1, products / 100), exponent: exponent)
        query = Zipf(count: Self.queries, exponent: exponent * 1.2)
        category = Zipf(count: Words.slugs.count, exponent: exponent * 0.7)
        page = Zipf(count: 5, exponent: 3)
        stride = Self.stride(products)
        generator = SplitMix64(seed: seed)
    }

    mutating func next() -> ShopRequest {
        switch resource() {
        case .product: .product(id: productID())
        case .inventory: .inventory(id: productID())
        case .search: .search(searchQuery())
        case .category: .category(slug: slug(), page: Page(number: page.draw(using: &generator)))
        case .facets: .facets(category: slug())
        case .trending: .trending
        }
    }

    /// How much of what is wanted most; of categories and facets it is always all.
    struct Top: Sendable, Hashable {
        var queries = 100
        var products = 400
        var inventories = 150
    }

    /// What is wanted most, each request once: what fills an empty cache quickly.
    func mostWanted(_ top: Top = Top()) -> [ShopRequest] {
        func ids(_ count: Int) -> [String] {
            (0..<min(count, products)).map { id(rank: $0 + 1) }
        }
        return [.trending] + Words.slugs.map { .facets(category: $0) }
            + Words.slugs.map { .category(slug: $0, page: Page()) }
            + ids(top.products).map { .product(id: $0) }
            + (0..<min(top.queries, Self.queries)).map { .search(Self.query(rank: $0 + 1)) }
            + ids(top.inventories).map { .inventory(id: $0) }
    }

    /// What a scenario leaves to the shopper.
    mutating func value(of choice: ShopperChoice) -> String {
        switch choice {
        case .query: Self.query(rank: query.draw(using: &generator)).text
        case .product: productID()
        case .category: slug()
        case .page: String(page.draw(using: &generator))
        }
    }

    /// 0 ..< limit
    mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<max(1, limit), using: &generator)
    }

    /// A product as shoppers want it.
    mutating func productID() -> String {
        let isDisplayed = generator.unit() < Self.displayedShare
        return id(rank: (isDisplayed ? displayed : all).draw(using: &generator))
    }

    /// Seconds until the next arrival, when there are `rate` in a second (a Poisson process).
    mutating func gap(rate: Double) -> Double { -log(1 - generator.unit()) / rate }

    private mutating func resource() -> ShopResource {
        var left = Int.random(in: 0..<100, using: &generator)
        for (resource, share) in Self.mix {
            left -= share
            if left < 0 { return resource }
        }
        return .product
    }

    private mutating func slug() -> String {
        Words.slugs[category.draw(using: &generator) - 1]
    }

    private mutating func searchQuery() -> SearchQuery {
        var query = Self.query(rank: query.draw(using: &generator))
        query.page.number = generator.unit() < 0.9 ? 1 : page.draw(using: &generator)
        return query
    }

    private static func query(rank: Int) -> SearchQuery {
        let noun = Words.nouns[rank * 7 % Words.nouns.count]
        let adjective = Words.adjectives[rank / Words.nouns.count % Words.adjectives.count]
        return SearchQuery(text: "\(adjective) \(noun)", category: nil)
    }

    /// Neighbours in rank are no neighbours in number.
    private func id(rank: Int) -> String { String(rank * stride % products + 1) }

    private static func stride(_ count: Int) -> Int {
        var candidate = 7919
        while gcd(candidate, count) != 1 { candidate += 2 }
        return candidate
    }

    private static func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
}
