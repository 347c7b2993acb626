/// The answers' shapes, as the shop's pages read them.
enum CatalogueBodies {
    struct Detail: Encodable {
        var id: Int, name, brand, category, description: String
        var price: Int, currency = "EUR"
        var rating: Double, reviews: Int
        var images: [String], related: [Item]
        var attributes: [String: String]
    }

    struct Item: Encodable {
        var id: Int, name, brand, category, image: String
        var price: Int, rating: Double, inStock: Bool

        init(_ product: Product) {
            id = product.id
            name = product.name
            brand = product.brand
            category = product.category
            image = "/images/\(product.id)/0-small.webp"
            price = product.price
            rating = product.rating
            inStock = product.stock > 0
        }
    }

    struct List: Encodable {
        var query: String?, category: String?
        var page, limit, total: Int
        var items: [Item]
        /// Of all that was found, on whatever page; a search's only.
        var facets: FacetCounts?
    }

    struct FacetCounts: Encodable {
        var categories, brands, materials, prices: [Facets.Value]
    }

    struct Facets: Encodable {
        struct Value: Encodable { var value: String, count: Int }
        var category: String
        var brands, materials, prices: [Value]
    }

    struct Trending: Encodable { var items: [Item] }

    struct Inventory: Encodable {
        struct Place: Encodable { var warehouse: String, available: Int }
        var id, available: Int
        var places: [Place]

        init(id: Int, stock: Int) {
            self.id = id
            available = stock
            places = [
                Place(warehouse: "north", available: stock / 2),
                Place(warehouse: "south", available: stock - stock / 2),
            ]
        }
    }

    static func detail(_ product: Product, related: [Item]) -> Detail {
        Detail(
            id: product.id, name: product.name, brand: product.brand,
            category: product.category, description: product.description,
            price: product.price, rating: product.rating, reviews: product.reviews,
            images: (0..<5).map { "/images/\(product.id)/\($0)-large.webp" }, related: related,
            attributes: [
                "weight": "\(product.price % 900 + 100) g", "origin": "EU",
                "sku": "A-\(product.id)",
            ])
    }
}
