import HTTPTypes
import Hummingbird
import NIOCore

/// By what name a client is counted for its rate limits: its address.
///
/// Behind a proxy all have the proxy's. With `trustsProxy` the last entry of `X-Forwarded-For` counts,
/// which is the one that the proxy itself has written; what stands before it anybody can make up.
struct ClientNames: Sendable {
    /// All that come by a unix socket.
    static let local = "local"

    let trustsProxy: Bool

    func name(_ request: Request, _ channel: any Channel) -> String {
        if trustsProxy, let address = forwarded(request.headers) { return address }
        return channel.remoteAddress?.ipAddress ?? Self.local
    }

    /// nil: there is no entry, or it is no address.
    private func forwarded(_ headers: HTTPFields) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For"),
            let last = headers[values: name].last?.split(separator: ",").last
        else { return nil }
        let text = last.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        // As the system writes it: one client must not have several names.
        return try? SocketAddress(ipAddress: String(text), port: 0).ipAddress
    }
}
