import HTTPTypes

/// What a request line asks for: the shop's question in it, or the refusal that it deserves.
///
/// A pure value, decided from method, path and query alone. A dozen paths need no router, and ids
/// are decoded here, where what is no UTF-8 can still be recognised. A slash at the end of a path
/// changes nothing.
enum Route: Sendable, Hashable {
    case shop(ShopRequest)
    case revalidate
    case health
    case metrics
    /// OPTIONS: what may be asked here, and by which pages.
    case preflight(Preflight)

    /// A path as OPTIONS sees it.
    enum Preflight: Sendable, Hashable {
        case shop, revalidate
        /// Health and metrics.
        case operators

        var methods: [HTTPRequest.Method] {
            self == .revalidate ? [.post, .options] : [.get, .head, .options]
        }
    }

    /// Which web pages of other origins may read an answer.
    enum Audience: Sendable { case everyone, allowedPages, noPages }

    /// Its name in metrics.
    static func name(path: String) -> String {
        switch Place(path) {
        case .search: "search"
        case .facets: "facets"
        case .trending: "trending"
        case .revalidate: "revalidate"
        case .health: "health"
        case .metrics: "metrics"
        case .product: "product"
        case .inventory: "inventory"
        case .category: "category"
        case nil: "other"
        }
    }

    /// - Parameters:
    ///   - path: as sent, percent-encoded.
    ///   - query: what follows the `?`, as sent; nil: nothing did.
    init(method: HTTPRequest.Method, path: String, query: String?) throws(Refusal) {
        guard path.utf8.count <= 1024, let place = Place(path) else {
            throw Refusal(.notFound, "There is nothing at this path.")
        }
        let kind = place.preflight
        guard kind.methods.contains(method) else { throw .method(allowed: kind.methods) }
        guard method != .options else {
            self = .preflight(kind)
            return
        }
        do throws(ParameterError) {
            self = try Self.resolve(place, PercentCoding.parameters(query ?? ""))
        } catch {
            throw Refusal(.badRequest, error.description, parameter: error.name)
        }
    }

    /// Also of what is refused.
    static func audience(path: String) -> Audience {
        switch Place(path)?.preflight {
        case .shop, nil: .everyone
        case .revalidate: .allowedPages
        case .operators: .noPages
        }
    }

    private static func resolve(
        _ place: Place, _ parameters: [(name: String, value: String)]
    ) throws(ParameterError) -> Route {
        switch place {
        case .search: return .shop(.search(try SearchQuery(parameters: parameters)))
        case .product(let id):
            return .shop(.product(id: try ParameterValues.identifier(id, name: "id")))
        case .inventory(let id):
            return .shop(.inventory(id: try ParameterValues.identifier(id, name: "id")))
        case .category(let slug):
            let values = try ParameterValues(parameters, known: ["page", "limit"])
            let slug = try ParameterValues.identifier(slug, name: "slug")
            return .shop(.category(slug: slug, page: try values.page()))
        case .facets:
            let values = try ParameterValues(parameters, known: ["category"])
            guard let category = try values.identifier("category") else {
                throw ParameterError(name: "category", problem: "is missing")
            }
            return .shop(.facets(category: category))
        case .trending: return .shop(.trending)
        case .revalidate: return .revalidate
        case .health: return .health
        case .metrics: return .metrics
        }
    }
}

/// A path that is known.
private enum Place {
    case search, facets, trending, revalidate, health, metrics
    case product(String)
    case inventory(String)
    case category(String)

    init?(_ sent: String) {
        let path = sent.hasSuffix("/") ? String(sent.dropLast()) : sent
        switch path {
        case "/api/search/prod": self = .search
        case "/api/facets": self = .facets
        case "/api/trending": self = .trending
        case "/api/revalidate": self = .revalidate
        case "/health": self = .health
        case "/metrics": self = .metrics
        default:
            if let id = Self.last(path, after: "/api/product/") {
                self = .product(id)
            } else if let id = Self.last(path, after: "/api/inventory/") {
                self = .inventory(id)
            } else if let slug = Self.last(path, after: "/api/category/") {
                self = .category(slug)
            } else {
                return nil
            }
        }
    }

    var preflight: Route.Preflight {
        switch self {
        case .revalidate: .revalidate
        case .health, .metrics: .operators
        case .search, .facets, .trending, .product, .inventory, .category: .shop
        }
    }

    private static func last(_ path: String, after prefix: String) -> String? {
        let bytes = path.utf8
        guard bytes.starts(with: prefix.utf8), bytes.count > prefix.utf8.count else { return nil }
        let rest = bytes.dropFirst(prefix.utf8.count)
        guard !rest.contains(UInt8(ascii: "/")) else { return nil }
        return PercentCoding.decode(Substring(rest))
    }
}
