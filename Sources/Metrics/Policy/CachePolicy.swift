/// The shop's caching strategy: the table that the storefront obeys and cachetop judges by.
package struct CachePolicy: Sendable, Hashable {
    package var resources: [Resource]
    /// Stands before every key and every counter, such as `v2:`; empty by default.
    package var keyPrefix: String

    package init(resources: [Resource], keyPrefix: String = "") {
        self.resources = resources
        self.keyPrefix = keyPrefix
    }

    /// The table of the reference storefront.
    package static let standard = CachePolicy(resources: [
        Resource(
            name: "search", pattern: "search:{hash}:v{version}", ttlSeconds: 30,
            cdnSeconds: 30, swrSeconds: 60, counter: "version:search"),
        Resource(
            name: "product", pattern: "product:{id}", ttlSeconds: 60,
            cdnSeconds: 60, swrSeconds: 120, isrSeconds: 60,
            alsoIn: ["search", "category", "trending"]),
        Resource(
            name: "category", pattern: "category:{slug}:{hash}:v{version}", ttlSeconds: 300,
            cdnSeconds: 300, swrSeconds: 600, isrSeconds: 300, counter: "version:global"),
        Resource(
            name: "facets", pattern: "facets:{category}", ttlSeconds: 600,
            cdnSeconds: 600, swrSeconds: 1200, isrSeconds: 600),
        Resource(
            name: "trending", pattern: "trending:products", ttlSeconds: 900,
            cdnSeconds: 900, swrSeconds: 1800, isrSeconds: 900),
        Resource(
            name: "inventory", pattern: "inventory:{id}", ttlSeconds: 10,
            cdnSeconds: 10, swrSeconds: 30),
    ])

    package func index(of name: String) -> Int? {
        resources.firstIndex { $0.name == name }
    }

    package subscript(name: String) -> Resource? {
        resources.first { $0.name == name }
    }

    /// The distinct counters in the order of their resources, without the prefix.
    package var counters: [String] {
        var seen: [String] = []
        for case let counter? in resources.map(\.counter) where !seen.contains(counter) {
            seen.append(counter)
        }
        return seen
    }

    /// The counter's key as Redis holds it.
    package func key(ofCounter counter: String) -> String { keyPrefix + counter }
}
