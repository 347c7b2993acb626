/// What the shop can be asked for. The raw value is the resource's name in the policy.
enum ShopResource: String, Sendable, Hashable, CaseIterable {
    case product, inventory, search, category, facets, trending
}
