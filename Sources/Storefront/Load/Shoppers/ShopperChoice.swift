/// What shoppers choose by Zipf's law, and a scenario leaves open: `{{ product }}`.
enum ShopperChoice: String, Sendable, Hashable, CaseIterable {
    case query, product, category, page
}
