import Metrics

/// The shop's own way to invalidate: where it is and what it offers.
///
/// Hides its secrets from descriptions and mirrors; `shownURL` is the only form of the URL that is
/// ever shown.
package struct RevalidateAPI: Sendable {
    package static let standardTypes: Set<String> = ["product", "category", "search", "global"]

    package var url: String
    /// From REVALIDATE_SECRET; nil: not set, so no request can be sent.
    package var secret: String?
    /// REVALIDATE_TYPES: what may be asked for.
    package var types: Set<String>
    /// Send the secret over plain http to other machines, too.
    package var allowPlainHTTP: Bool
    /// For one request, its answer included.
    package var deadline: Duration
    /// Before a request that surely did not arrive is sent once more.
    package var retryAfter: Duration

    package init(
        url: String, secret: String?, types: Set<String> = Self.standardTypes,
        allowPlainHTTP: Bool = false, deadline: Duration = .seconds(10),
        retryAfter: Duration = .milliseconds(250)
    ) {
        self.url = url
        self.secret = secret
        self.types = types
        self.allowPlainHTTP = allowPlainHTTP
        self.deadline = deadline
        self.retryAfter = retryAfter
    }

    /// nil: it is not a URL that can be asked.
    var service: ServiceURL? { ServiceURL(url) }

    static let noURL =
        "REVALIDATE_URL is not an http or https URL; correct it, or use --via redis."

    /// Scheme, host, port and path: neither a password nor a query.
    package var shownURL: String { service?.shown ?? "(REVALIDATE_URL)" }

    /// Why the URL must not be used, as a sentence; nil: it may.
    package var urlProblem: String? {
        guard let service else { return Self.noURL }
        guard !service.isEncrypted, !allowPlainHTTP, !Loopback.contains(service.host) else {
            return nil
        }
        return "\(shownURL) would get the secret unencrypted; use https, or, knowing the risk, "
            + "--allow-plain-http."
    }
}

extension RevalidateAPI: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { shownURL }
    package var debugDescription: String { shownURL }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
