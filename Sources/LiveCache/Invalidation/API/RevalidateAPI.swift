import FoundationEssentials

/// The shop's own way to invalidate: where it is and what it offers.
///
/// Hides its secret from descriptions and mirrors; `shownURL` is the only form of the URL that is
/// ever shown.
package struct RevalidateAPI: Sendable {
    package static let standardTypes: Set<String> = ["product", "category", "search", "global"]

    package var url: String
    /// From REVALIDATE_SECRET; nil: not set, so nothing can be sent.
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

    /// Scheme, host, port and path: neither a password nor a query.
    package var shownURL: String {
        guard var parts = URLComponents(string: url) else { return "(REVALIDATE_URL)" }
        parts.user = nil
        parts.password = nil
        parts.query = nil
        parts.fragment = nil
        return parts.string ?? "(REVALIDATE_URL)"
    }

    /// Why the URL must not be used, as a sentence; nil: it may.
    package var urlProblem: String? {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { return "REVALIDATE_URL is no http or https URL; correct it, or use --via redis." }
        guard scheme == "http", !allowPlainHTTP, !Self.isLoopback(host) else { return nil }
        return "\(shownURL) would get the secret unencrypted; use https, or, knowing the risk, "
            + "--allow-plain-http."
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
        return isIPv4 || ["localhost", "::1", "[::1]"].contains(host.lowercased())
    }
}

extension RevalidateAPI: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { shownURL }
    package var debugDescription: String { shownURL }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
