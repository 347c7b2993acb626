import HTTPTypes
import Hummingbird

/// What a browser gets to know about pages of other origins (Fetch standard, "CORS").
///
/// Anyone's page may read what is public: those answers say `*` and do not vary by origin, so
/// that a CDN keeps one copy. Who may invalidate is said origin by origin, in answers that no CDN keeps.
struct CrossOrigin: Sendable {
    /// Whose pages may invalidate.
    let allowed: Set<WebOrigin>

    /// For answers to the shop's questions.
    static let open: HTTPFields = {
        var fields = HTTPFields()
        fields.set("Access-Control-Allow-Origin", "*")
        fields.set("Access-Control-Expose-Headers", "X-Cache, Retry-After")
        return fields
    }()

    /// A request without an origin is no page's.
    func permits(_ request: Request) -> Bool {
        guard let text = request.headers[.origin] else { return true }
        return WebOrigin(text).map(allowed.contains) ?? false
    }

    /// To an OPTIONS request: what the path takes, and what a page may send.
    func preflight(_ request: Request, _ route: Route.Preflight) throws(Refusal) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        let methods = route.methods.map(\.rawValue).joined(separator: ", ")
        headers[.allow] = methods
        if route == .revalidate, !permits(request) { throw .foreignOrigin }
        headers.set("Access-Control-Allow-Methods", methods)
        headers.set("Access-Control-Allow-Headers", "Content-Type")
        headers.set("Access-Control-Max-Age", "600")
        return Response(status: .noContent, headers: headers)
    }

    /// Adds what belongs to every answer, refusals too: without it a page can't read why.
    func mark(_ response: inout Response, to request: Request, _ audience: Route.Audience) {
        switch audience {
        case .everyone:
            for field in Self.open { response.headers[field.name] = field.value }
        case .allowedPages:
            response.headers[.vary] = "Origin"
            guard let origin = request.headers[.origin], permits(request) else { return }
            response.headers.set("Access-Control-Allow-Origin", origin)
            response.headers.set("Access-Control-Expose-Headers", "Retry-After")
        case .noPages: break
        }
    }
}

extension Refusal {
    static let foreignOrigin = Refusal(
        .forbidden, "Pages of this origin may not invalidate anything.")
}
