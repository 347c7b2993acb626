import Metrics

/// `127.0.0.1:9121`, `[::1]:9121`, `localhost:0`.
struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    static let hint = "use HOST:PORT, as in 127.0.0.1:9121 or [::1]:9121; port 0 takes a free one"

    var host: String
    var port: Int

    /// nil: it is none.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "/[]".contains($0) }) else {
            return nil
        }
        self.host = String(host)
        self.port = Int(port)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Only this machine reaches it.
    var isLoopback: Bool { Loopback.contains(host) }
}
