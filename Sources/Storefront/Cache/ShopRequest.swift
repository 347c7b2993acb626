/// What the shop can be asked for. The raw value is the resource's name in the policy.
enum ShopResource: String, Sendable, Hashable, CaseIterable {
    case product, inventory, search, category, facets, trending
}

/// One question of a shopper, parsed and normalised: equal questions are equal values, and only
/// what changes the answer is in it.
enum ShopRequest: Sendable, Hashable {
    case product(id: String)
    case inventory(id: String)
    case search(SearchQuery)
    case category(slug: String, page: Page)
    case facets(category: String)
    case trending

    var resource: ShopResource {
        switch self {
        case .product: .product
        case .inventory: .inventory
        case .search: .search
        case .category: .category
        case .facets: .facets
        case .trending: .trending
        }
    }
}

/// A part of a list. Numbers from 1, at most 100 entries.
struct Page: Sendable, Hashable {
    static let limits = 1...100
    static let numbers = 1...1000

    var number = 1
    var limit = 24
}
