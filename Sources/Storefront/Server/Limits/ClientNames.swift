import HTTPTypes
import Hummingbird
import NIOCore

/// By what name a client is counted for its rate limits: its address.
///
/// Behind a proxy all have the proxy's. With `trustsProxy` the last entry of `X-Forwarded-For` counts,
/// which is the one that the proxy itself has written; what stands before it anybody can make up.
///
/// An IPv6 client is named by its network, the first 64 bits: the rest it chooses itself, as often as
/// it likes.
struct ClientNames: Sendable {
    /// All that come by a unix socket.
    static let local = "local"

    let trustsProxy: Bool

    func name(_ request: Request, _ channel: any Channel) -> String {
        if trustsProxy, let address = forwarded(request.headers) { return address }
        return name(of: channel)
    }

    /// Of the one at the other end, who may be a proxy.
    func name(of channel: any Channel) -> String {
        channel.remoteAddress.flatMap(Self.name) ?? Self.local
    }

    /// nil: there is no entry, or it is no address.
    private func forwarded(_ headers: HTTPFields) -> String? {
        guard let name = HTTPField.Name("X-Forwarded-For"),
            let last = headers[values: name].last?.split(separator: ",").last
        else { return nil }
        let text = last.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        // As the system writes it: one client must not have several names.
        return (try? SocketAddress(ipAddress: String(text), port: 0)).flatMap(Self.name)
    }

    /// nil: a unix socket's.
    static func name(_ address: SocketAddress) -> String? {
        guard case .v6 = address else { return address.ipAddress }
        // sockaddr_in6: family, port and flow are 8 bytes, then comes the address.
        let bytes = address.withSockAddr { start, size in
            Array(UnsafeRawBufferPointer(start: start, count: size).dropFirst(8).prefix(16))
        }
        if bytes.starts(with: mapped) {
            return bytes.dropFirst(mapped.count).map { String($0) }.joined(separator: ".")
        }
        let network = ByteBuffer(bytes: bytes.prefix(8) + Array(repeating: 0, count: 8))
        let name = try? SocketAddress(packedIPAddress: network, port: 0).ipAddress
        return name.map { $0 + "/64" }
    }

    /// What stands before an IPv4 address that came by an IPv6 socket.
    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
}
