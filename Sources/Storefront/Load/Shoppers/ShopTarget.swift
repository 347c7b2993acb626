import Console
import Foundation

/// Where a shop's API is: scheme, host and port, and what stands before the paths asked for.
struct ShopTarget: Sendable, Hashable {
    static let standard = "http://127.0.0.1:8080"

    /// Without a slash at its end: `http://127.0.0.1:8080`, `http+unix://%2Frun%2Fshop.sock`.
    let origin: String
    /// Percent-encoded, with the query; empty, or begins with a slash and is more than that.
    let path: String

    /// - Throws: a sentence without anything of the URL in it that may be a password.
    init(_ text: String) throws(Ending) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https", "http+unix", "https+unix"].contains(scheme),
            let host = parts.percentEncodedHost, !host.isEmpty
        else {
            throw Ending(
                .failed,
                "The shop's URL must be as in \(Self.standard), https://shop.example or"
                    + " http+unix://%2Frun%2Fshop.sock.")
        }
        guard parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil else {
            throw Ending(
                .failed,
                "The shop's URL must have no user and no password in it: arguments are public.")
        }
        guard parts.fragment == nil, (1...65_535).contains(parts.port ?? 1) else {
            throw Ending(
                .failed,
                "The shop's URL must have no '#', and a port from 1 to 65535 if any.")
        }
        origin = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
        let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
        let path = parts.percentEncodedPath + query
        self.path = path == "/" ? "" : path.hasPrefix("?") ? "/\(path)" : path
    }

    /// For a load: the paths of the requests come behind it.
    /// - Throws: a sentence, when it has a query.
    static func base(_ text: String) throws(Ending) -> ShopTarget {
        let target = try ShopTarget(text)
        guard !target.path.contains("?") else {
            throw Ending(.failed, "The shop's URL must have no query: requests bring their own.")
        }
        return target
    }

    func url(_ path: String) -> String {
        let prefix = self.path.hasSuffix("/") ? String(self.path.dropLast()) : self.path
        return origin + prefix + path
    }
}
