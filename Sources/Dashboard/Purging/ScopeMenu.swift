package import Metrics
import Screen

/// The menu of all scopes, while it is open: which one is chosen, and what the selected row fills in.
package struct ScopeMenu: Sendable, Hashable {
    /// In the order of the capital letters; those without one last.
    static let kinds: [InvalidationScope.Kind] = [
        .product, .inventory, .category, .facets, .trending, .search, .global, .key, .pattern,
    ]

    package private(set) var kind: InvalidationScope.Kind
    /// What is known of the identifiers that the selected row has.
    let names: [InvalidationScope.Kind: KnownNames.Name]

    init(_ state: State) {
        var names: [InvalidationScope.Kind: KnownNames.Name] = [:]
        for kind in Self.kinds {
            guard let name = state.identifier(for: kind) else { continue }
            names[kind] = state.history.knownNames(for: kind)?[name] ?? .init(name)
        }
        self.names = names
        kind = state.scopeOfSelection ?? .product
    }

    mutating func move(by step: Int) {
        let place = (Self.kinds.firstIndex(of: kind) ?? 0) + step
        kind = Self.kinds[min(max(0, place), Self.kinds.count - 1)]
    }
}

extension State {
    /// The scope that the selected row is about; nil: none is selected, or it is about no resource.
    fileprivate var scopeOfSelection: InvalidationScope.Kind? {
        if let key = selectedKeyBytes {
            guard case .resource(let index) = history.grammar.classify(key) else { return .key }
            let name = history.policy.resources[index].name
            return InvalidationScope.Kind(rawValue: name) ?? .key
        }
        let name: String? =
            switch (view, selections[cursor]?.row) {
            case (.resource(let name), _), (.keys(_, let name), _): name
            case (_, .resource(let name)): name
            default: nil
            }
        return name.flatMap { InvalidationScope.Kind(rawValue: $0) }
    }
}
