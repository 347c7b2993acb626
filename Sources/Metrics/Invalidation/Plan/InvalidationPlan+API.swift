extension InvalidationPlan {
    /// The plan that asks the shop's API; nil where the API has no such type, or where JSON
    /// can't carry the identifier: bytes that are no UTF-8 would name another thing.
    package static func api(
        _ scope: InvalidationScope, policy: CachePolicy, url: String, types: Set<String>
    ) -> InvalidationPlan? {
        guard types.contains(scope.kind.rawValue),
            scope.arguments.allSatisfy({ String(validating: $0, as: UTF8.self) != nil })
        else { return nil }
        let requests: [Request]
        switch scope {
        case .products(let ids):
            requests = ids.map {
                Request(type: "product", member: "id", value: KeyText.text($0))
            }
        case .category(let slug):
            requests = [
                Request(type: "category", member: "category", value: KeyText.text(slug))
            ]
        case .facets(let category):
            requests = [
                Request(
                    type: "facets", member: category.map { _ in "category" },
                    value: category.map(KeyText.text))
            ]
        case .search, .global, .trending:
            requests = [Request(type: scope.kind.rawValue)]
        case .inventory, .key, .pattern:
            return nil
        }
        return InvalidationPlan(
            scope: scope, work: .api(url: url, requests), target: url,
            edgeSeconds: policy.edgeSeconds(of: scope))
    }
}
