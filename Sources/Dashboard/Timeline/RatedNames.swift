import Metrics

extension TimelineEntry {
    /// Whose its hit rates are; empty: of all look-ups.
    private var ratedNames: [String] { ratesOf ?? resource.map { [$0] } ?? parts.map(\.resource) }

    /// The same in a word or two: `product`, `search +2`, `all`; nil: not known.
    var rated: String? {
        let names = ratedNames
        guard let first = names.first else { return kind == .invalidation ? nil : "all" }
        return names.count > 1 ? "\(first) +\(names.count - 1)" : first
    }

    /// All of them by name; nil: of all look-ups.
    var allRated: String? { ratedNames.isEmpty ? nil : ratedNames.joined(separator: ", ") }
}
