import Metrics

/// The edits of a busy shop: mostly a new price or stock of something popular, now and then a new
/// product, which may be taken out again. The shop keeps its size.
struct RandomEdits: Sendable {
    private var shoppers: Shoppers
    private var generator: SplitMix64
    /// Products up to this number are never deleted.
    private let products: Int

    init(products: Int, seed: UInt64) {
        self.products = products
        shoppers = Shoppers(products: products, exponent: 1, seed: seed)
        generator = SplitMix64(seed: seed)
    }

    /// Seconds until the next edit.
    mutating func gap(perMinute: Double) -> Double { shoppers.gap(rate: perMinute / 60) }

    /// - Parameter newest: the highest number of a product.
    mutating func next(newest: Int) -> ProductEdit {
        let id = Int(shoppers.productID()) ?? 1
        switch Int.random(in: 0..<100, using: &generator) {
        case ..<60:
            let cents = Int.random(in: 499...24_999, using: &generator)
            return .price(id: id, Money(cents: cents))
        case ..<90: return .stock(id: id, Int.random(in: 0...400, using: &generator))
        case ..<96: return .insert(product())
        default:
            return newest > products
                ? .delete(id: newest)
                : .stock(id: id, Int.random(in: 0...400, using: &generator))
        }
    }

    private mutating func product() -> NewProduct {
        let id = Int.random(in: 1...1_000_000, using: &generator)
        let made = Product(id: id, revision: 0, seed: generator.next())
        return NewProduct(
            name: made.name, category: made.category, price: Money(cents: made.price),
            stock: made.stock, brand: made.brand, material: made.material,
            description: made.description)
    }
}
