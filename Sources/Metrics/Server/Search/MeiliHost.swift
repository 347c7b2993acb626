import FoundationEssentials

/// Where the shop's search engine is, as in `MEILI_HOST`.
///
/// A user and password in the URL go into a header and are never shown: descriptions and mirrors
/// have scheme, host, port and path only.
package struct MeiliHost: Sendable, Hashable {
    /// What `GET` asks: without credentials.
    package let healthURL: String
    /// The value of `Authorization`; nil: the URL has no user.
    package let authorization: String?
    /// What of the URL must not be shown.
    package let secrets: [String]

    /// - Parameter text: `http://search:7700`, `https://user:password@shop.example/meili`, or a
    ///   host and port alone, which means http as it does to Meilisearch's own clients.
    /// - Throws: a sentence that does not repeat the text.
    package init(parsing text: String) throws(MeiliHostError) {
        let url = text.contains("://") ? text : "http://\(text)"
        guard let service = ServiceURL(url), !url.contains("?"), !url.contains("#"),
            var parts = URLComponents(string: service.requested)
        else { throw MeiliHostError() }
        authorization = service.authorization
        secrets = service.secrets
        while parts.path.hasSuffix("/") { parts.path.removeLast() }
        parts.path += "/health"
        guard let health = parts.string else { throw MeiliHostError() }
        healthURL = health
    }
}

extension MeiliHost: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { healthURL }
    package var debugDescription: String { healthURL }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
