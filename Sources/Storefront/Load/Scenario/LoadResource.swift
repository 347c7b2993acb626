/// What a path asks for, as the report groups it: the shop's resources, and the rest.
enum LoadResource: String, Sendable, Hashable, CaseIterable {
    case product, inventory, search, category, facets, trending, other

    init(_ resource: ShopResource) { self = LoadResource(rawValue: resource.rawValue) ?? .other }

    /// - Parameter path: what is asked for, with or without a query.
    init(path: String) {
        let segments = path.prefix { $0 != "?" }.split(separator: "/")
        guard segments.first == "api" else {
            self = .other
            return
        }
        switch (segments.dropFirst().first, segments.count) {
        case ("search", 3) where segments[2] == "prod": self = .search
        case ("product", 3): self = .product
        case ("inventory", 3): self = .inventory
        case ("category", 3): self = .category
        case ("facets", 2): self = .facets
        case ("trending", 2): self = .trending
        default: self = .other
        }
    }
}

extension ShopRequest {
    /// The path by which the API is asked this, percent-encoded.
    var path: String {
        switch self {
        case .product(let id): "/api/product/\(id.percentEncoded)"
        case .inventory(let id): "/api/inventory/\(id.percentEncoded)"
        case .search(let query): "/api/search/prod\(query.parameters)"
        case .category(let slug, let page):
            "/api/category/\(slug.percentEncoded)\(Self.text(page.parameters))"
        case .facets(let category): "/api/facets?category=\(category.percentEncoded)"
        case .trending: "/api/trending"
        }
    }

    fileprivate static func text(_ parameters: [String]) -> String {
        parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    }
}

extension SearchQuery {
    fileprivate var parameters: String {
        var parameters = ["q=\(text.percentEncoded)"]
        if let category { parameters.append("category=\(category.percentEncoded)") }
        if let minPrice { parameters.append("minPrice=\(Money(cents: minPrice))") }
        if let maxPrice { parameters.append("maxPrice=\(Money(cents: maxPrice))") }
        return ShopRequest.text(parameters + page.parameters)
    }
}

extension Page {
    /// What differs from the page that is shown to who asks for none.
    fileprivate var parameters: [String] {
        var parameters: [String] = []
        if number != Page().number { parameters.append("page=\(number)") }
        if limit != Page().limit { parameters.append("limit=\(limit)") }
        return parameters
    }
}

extension String {
    /// Nothing left in it that means something in a URL (RFC 3986's unreserved characters stay).
    var percentEncoded: String { PercentCoding.encode(self) }
}
