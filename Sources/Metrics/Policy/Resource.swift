/// One kind of resource of the shop: its key shape, its lifetimes and how it is invalidated.
package struct Resource: Sendable, Hashable, Codable {
    /// The shop's word for it, as shown: `search`.
    package var name: String
    /// The key's shape below the common prefix, as `KeyPattern` reads it: `search:{hash}:v{version}`.
    package var pattern: String
    /// How long Redis keeps a copy.
    package var ttlSeconds: Int
    /// By what share of the TTL copies may live shorter, as chosen at random for each; nil: none does.
    package var ttlJitter: Double?
    /// `s-maxage`, how long the CDN serves a copy without asking; nil: not on the CDN.
    package var cdnSeconds: Int?
    /// `stale-while-revalidate`, how much longer the CDN may serve it while it asks.
    package var swrSeconds: Int?
    /// Incremental static regeneration's `revalidate`; nil: no page is built from it.
    package var isrSeconds: Int?
    /// The key of the version counter whose increment invalidates all copies; nil: none.
    package var counter: String?
    /// The placeholder that a scope's argument stands for, where its name does not say so.
    package var identifier: String?
    /// The resources that show this one's data, too: they are old when this one changes.
    package var alsoIn: [String]

    package init(
        name: String, pattern: String, ttlSeconds: Int, cdnSeconds: Int? = nil,
        swrSeconds: Int? = nil, isrSeconds: Int? = nil, counter: String? = nil,
        identifier: String? = nil, alsoIn: [String] = [], ttlJitter: Double? = nil
    ) {
        self.name = name
        self.pattern = pattern
        self.ttlSeconds = ttlSeconds
        self.ttlJitter = ttlJitter
        self.cdnSeconds = cdnSeconds
        self.swrSeconds = swrSeconds
        self.isrSeconds = isrSeconds
        self.counter = counter
        self.identifier = identifier
        self.alsoIn = alsoIn
    }

    /// For how long after an invalidation a stale copy can be served from outside Redis:
    /// the CDN's s-maxage and stale-while-revalidate, or the page's `revalidate` if longer.
    package var edgeSeconds: Int {
        max((cdnSeconds ?? 0) + (swrSeconds ?? 0), isrSeconds ?? 0)
    }
}

extension Resource {
    /// The placeholder that names one thing by convention: `{id}` of a product.
    var conventionalIdentifier: String? {
        ["product": "id", "inventory": "id", "category": "slug", "facets": "category"][name]
    }

    /// The placeholder that an argument of a scope replaces: the conventional one, else the only one,
    /// else the one that the policy names.
    ///
    /// - Returns: its name, or a sentence about why there is none.
    package var argumentPlaceholder: Result<String, InvalidationPlan.Problem> {
        func problem(_ words: String) -> Result<String, InvalidationPlan.Problem> {
            .failure(
                InvalidationPlan.Problem(
                    description: "The pattern '\(pattern)' of '\(name)' \(words)."))
        }
        guard let names = try? KeyPattern(pattern).placeholders else {
            return problem("can't be read; run 'cachetop policy check'")
        }
        if let conventionalIdentifier, names.contains(conventionalIdentifier) {
            return .success(conventionalIdentifier)
        }
        if names.count == 1 { return .success(names[0]) }
        if names.isEmpty {
            return problem(
                "has no placeholder, so no single one of its keys can be named; use 'purge key'")
        }
        guard let identifier, names.contains(identifier) else {
            return problem(
                "does not say which placeholder the argument replaces; add 'identifier: NAME' to "
                    + "the resource, with one of \(names.joined(separator: ", "))")
        }
        return .success(identifier)
    }
}
