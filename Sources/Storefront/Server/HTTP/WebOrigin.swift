import Foundation

/// Where a web page comes from, as browsers write it in `Origin`: `https://admin.shop.example`.
///
/// Compared as text, so it has one form here: lower case, and no port where it is the scheme's own.
struct WebOrigin: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// nil: it is no origin, such as `shop.example`, `*` or a URL with a path.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.percentEncodedHost?.lowercased(), !host.isEmpty,
            ["http", "https"].contains(scheme), (1...65_535).contains(parts.port ?? 1),
            parts.percentEncodedPath.isEmpty, parts.percentEncodedQuery == nil,
            parts.percentEncodedFragment == nil, parts.percentEncodedUser == nil,
            parts.percentEncodedPassword == nil, !host.contains("*")
        else { return nil }
        let standard = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        description = "\(scheme)://\(host)\(port)"
    }
}
