/// One kind of resource of the shop: its key shape, its lifetimes and how it is invalidated.
package struct Resource: Sendable, Hashable, Codable {
    /// The shop's word for it, as shown: `search`.
    package var name: String
    /// The key's shape below the common prefix: `search:{hash}:v{version}`. A key belongs to the
    /// resource when its first segment is this pattern's first segment.
    package var pattern: String
    /// How long Redis keeps a copy.
    package var ttlSeconds: Int
    /// `s-maxage`, how long the CDN serves a copy without asking; nil: not on the CDN.
    package var cdnSeconds: Int?
    /// `stale-while-revalidate`, how much longer the CDN may serve it while it asks.
    package var swrSeconds: Int?
    /// Incremental static regeneration's `revalidate`; nil: no page is built from it.
    package var isrSeconds: Int?
    /// The key of the version counter whose increment invalidates all copies; nil: none.
    package var counter: String?

    package init(
        name: String, pattern: String, ttlSeconds: Int, cdnSeconds: Int? = nil,
        swrSeconds: Int? = nil, isrSeconds: Int? = nil, counter: String? = nil
    ) {
        self.name = name
        self.pattern = pattern
        self.ttlSeconds = ttlSeconds
        self.cdnSeconds = cdnSeconds
        self.swrSeconds = swrSeconds
        self.isrSeconds = isrSeconds
        self.counter = counter
    }

    /// The literal before the first colon: what names the resource in a key.
    package var segment: String { String(pattern.prefix { $0 != ":" }) }

    /// The key of one thing where its identifier is all that the pattern leaves open:
    /// `p:{id}:json` with `42` is `p:42:json`. nil where the pattern leaves more, or nothing, open.
    package func literalKey(_ identifier: [UInt8]) -> [UInt8]? {
        let parts = pattern.split(separator: "{", omittingEmptySubsequences: false)
        guard parts.count == 2, let end = parts[1].firstIndex(of: "}") else { return nil }
        return Array(parts[0].utf8) + identifier + Array(parts[1][end...].dropFirst().utf8)
    }

    /// For how long after an invalidation a stale copy can be served from outside Redis:
    /// the CDN's s-maxage and stale-while-revalidate, or the page's `revalidate` if longer.
    package var edgeSeconds: Int {
        max((cdnSeconds ?? 0) + (swrSeconds ?? 0), isrSeconds ?? 0)
    }
}

/// The shop's caching strategy: the table that the storefront obeys and cachetop judges by.
package struct CachePolicy: Sendable, Hashable {
    package var resources: [Resource]
    /// Stands before every key and every counter, such as `v2:`; empty by default.
    package var keyPrefix: String

    package init(resources: [Resource], keyPrefix: String = "") {
        self.resources = resources
        self.keyPrefix = keyPrefix
    }

    /// The guide's table (contracts.md 1).
    package static let standard = CachePolicy(resources: [
        Resource(
            name: "search", pattern: "search:{hash}:v{version}", ttlSeconds: 30,
            cdnSeconds: 30, swrSeconds: 60, counter: "version:search"),
        Resource(
            name: "product", pattern: "product:{id}", ttlSeconds: 60,
            cdnSeconds: 60, swrSeconds: 120, isrSeconds: 60),
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

extension CachePolicy {
    /// What makes a table unusable, as a sentence; nil when it can be used.
    package var problem: String? {
        if resources.isEmpty { return "The policy names no resource; name at least one." }
        var names: Set<String> = []
        var segments: Set<String> = []
        let century = 3_155_760_000
        for resource in resources {
            let name = resource.name
            if name.isEmpty { return "A resource has an empty name; give each one a name." }
            if !names.insert(name).inserted {
                return "Two resources are named '\(name)'; names must differ."
            }
            if resource.segment.isEmpty || resource.segment.contains("{") {
                return "The pattern '\(resource.pattern)' of '\(name)' must begin with a literal "
                    + "segment, as in 'product:{id}'."
            }
            if resource.segment == "version" || resource.segment == "cachetop" {
                return "The pattern '\(resource.pattern)' of '\(name)' uses a segment that is "
                    + "kept for counters and for cachetop itself; choose another."
            }
            if !segments.insert(resource.segment).inserted {
                return "Two resources have keys that begin with '\(resource.segment)'; "
                    + "a key must belong to one resource."
            }
            if resource.ttlSeconds <= 0 {
                return "The TTL of '\(name)' is \(resource.ttlSeconds) s; it must be at least 1 s."
            }
            let lifetimes = [resource.cdnSeconds, resource.swrSeconds, resource.isrSeconds]
            if lifetimes.contains(where: { ($0 ?? 0) < 0 }) {
                return "A lifetime of '\(name)' is negative; leave it out where there is none."
            }
            if ([resource.ttlSeconds] + lifetimes.compactMap(\.self)).contains(where: {
                $0 > century
            }) {
                return "A lifetime of '\(name)' is longer than a century; it is in seconds."
            }
            if resource.counter == "" {
                return "The counter of '\(name)' is empty; leave it out where there is none."
            }
        }
        return nil
    }
}
