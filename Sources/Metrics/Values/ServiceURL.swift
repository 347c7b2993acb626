import FoundationEssentials

/// The URL of another server, its user and password apart: they go into a header and are never shown.
///
/// Descriptions and mirrors have scheme, host, port and path only.
package struct ServiceURL: Sendable, Hashable {
    /// What is asked: without user and password, the query included.
    package let requested: String
    /// What may be shown: without the query, too.
    package let shown: String
    package let host: String
    /// That of the scheme where the URL has none.
    package let port: Int
    package let isEncrypted: Bool
    /// The value of `Authorization`; nil: the URL has no user.
    package let authorization: String?
    /// What must not be shown, however it is spelt: the password, user and password together, and what
    /// the query has.
    package let secrets: [String]

    /// nil: not an http or https URL.
    package init?(_ text: String) {
        guard var parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { return nil }
        self.host = host
        isEncrypted = scheme == "https"
        port = parts.port ?? (isEncrypted ? 443 : 80)
        var secrets: [String] = []
        if let user = parts.user {
            let password = parts.password ?? ""
            let pair = "\(user):\(password)"
            authorization = "Basic \(Data(pair.utf8).base64EncodedString())"
            secrets = [password, pair].filter { !$0.isEmpty }
        } else {
            authorization = nil
        }
        // A value of three characters is in every second sentence, and no secret.
        secrets += (parts.queryItems ?? []).compactMap(\.value).filter { $0.count > 3 }
        self.secrets = secrets
        parts.user = nil
        parts.password = nil
        parts.fragment = nil
        guard let requested = parts.string else { return nil }
        self.requested = requested
        parts.query = nil
        guard let shown = parts.string else { return nil }
        self.shown = shown
    }
}

extension ServiceURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { shown }
    package var debugDescription: String { shown }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
