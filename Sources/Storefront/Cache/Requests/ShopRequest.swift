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
