import Metrics

/// Keys and lifetimes, read off the policy: the patterns there (`search:{hash}:v{version}`) are what
/// this fills in, so that shop and dashboard can't disagree about a key.
struct KeyBuilder: Sendable {
    private struct Rule {
        let pieces: [KeyPattern.Part]
        let ttlSeconds: Int
        let counter: [UInt8]?
        let cacheControl: String
    }

    private let rules: [ShopResource: Rule]
    private let listPrefix: [UInt8]

    /// - Throws: a sentence, when the policy lacks a resource of the shop or asks for a part of a key
    ///   that its requests don't have.
    init(policy: CachePolicy) throws(PolicyError) {
        var rules: [ShopResource: Rule] = [:]
        for resource in ShopResource.allCases {
            guard let row = policy[resource.rawValue] else {
                throw PolicyError(description: "The policy has no resource '\(resource.rawValue)'.")
            }
            let parts: [KeyPattern.Part]
            do throws(KeyPattern.Problem) { parts = try KeyPattern(row.pattern).parts } catch {
                throw PolicyError(
                    description: "The pattern '\(row.pattern)' of '\(row.name)' \(error).")
            }
            let prefix = Array(policy.keyPrefix.utf8)
            let pieces = prefix.isEmpty ? parts : [.literal(prefix)] + parts
            for case .placeholder(let name) in pieces where !resource.parts.contains(name) {
                throw PolicyError(
                    description: "The key '\(row.pattern)' has a part {\(name)}, but a request for"
                        + " '\(row.name)' has only: \(resource.parts.sorted().joined(separator: ", "))."
                )
            }
            rules[resource] = Rule(
                pieces: pieces, ttlSeconds: row.ttlSeconds,
                counter: row.counter.map { Array(policy.key(ofCounter: $0).utf8) },
                cacheControl: Self.cacheControl(row))
        }
        self.rules = rules
        listPrefix = Array((policy.keyPrefix + "lists:").utf8)
    }

    /// A sorted set of the keys of a category's pages, by the time at which they are gone: what a change
    /// in the category has to remove, without a search for it among all keys.
    func listIndex(_ slug: String) -> [UInt8] { listPrefix + Array(slug.utf8) }

    func ttlSeconds(_ resource: ShopResource) -> Int { rules[resource]?.ttlSeconds ?? 1 }

    /// The key of the counter that this resource's keys carry; nil: they carry none.
    func counter(_ resource: ShopResource) -> [UInt8]? { rules[resource]?.counter }

    /// What an answer says to the CDN: `public, s-maxage=60, stale-while-revalidate=120`.
    func cacheControl(_ resource: ShopResource) -> String {
        rules[resource]?.cacheControl ?? Self.notShared
    }

    /// - Parameter generation: the counter's value; a counter that is missing means 1.
    func key(for request: ShopRequest, generation: Int64 = 1) -> [UInt8] {
        var key: [UInt8] = []
        for piece in rules[request.resource]?.pieces ?? [] {
            switch piece {
            case .literal(let bytes): key += bytes
            case .placeholder("version"): key += Array(String(generation).utf8)
            case .placeholder("hash"): key += SHA256.hex(request.canonicalBytes, digits: 24)
            case .placeholder: key += Array(request.identifier.utf8)
            }
        }
        return key
    }

    private static let notShared = "private, no-store"

    private static func cacheControl(_ row: Resource) -> String {
        guard let seconds = row.cdnSeconds else { return notShared }
        let stale = row.swrSeconds.map { ", stale-while-revalidate=\($0)" } ?? ""
        return "public, s-maxage=\(seconds)\(stale)"
    }
}

extension ShopResource {
    /// What a request can fill into a key.
    fileprivate var parts: Set<String> {
        switch self {
        case .product, .inventory: ["id"]
        case .search: ["hash", "version"]
        case .category: ["slug", "hash", "version"]
        case .facets: ["category"]
        case .trending: []
        }
    }
}

extension ShopRequest {
    /// The id, slug or category, as it is.
    fileprivate var identifier: String {
        switch self {
        case .product(let id), .inventory(let id): id
        case .category(let slug, _): slug
        case .facets(let category): category
        case .search, .trending: ""
        }
    }

    /// All that distinguishes two lists, in a fixed order, each value with its length in front: no text
    /// can look like two fields.
    var canonicalBytes: [UInt8] {
        var fields: [(String, String)] = []
        var page: Page?
        switch self {
        case .search(let query):
            fields.append(("q", query.text))
            if let category = query.category { fields.append(("category", category)) }
            if let price = query.minPrice { fields.append(("minPrice", String(price))) }
            if let price = query.maxPrice { fields.append(("maxPrice", String(price))) }
            page = query.page
        case .category(_, let part): page = part
        case .product, .inventory, .facets, .trending: break
        }
        if let page {
            fields.append(("page", String(page.number)))
            fields.append(("limit", String(page.limit)))
        }
        return fields.flatMap { name, value in
            Array("\(name)=\(value.utf8.count):\(value);".utf8)
        }
    }
}
