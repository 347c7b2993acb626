import NIOCore
import NIOSSL

/// The TLS side of an endpoint: what is verified, and by which name.
///
/// Reads the authorities once a connection, before the socket is opened, so that a missing file is
/// told as such. An IP literal can't be asked for by SNI: then the certificate has to hold the
/// address itself.
struct TLSClient: Sendable {
    private let context: NIOSSLContext
    private let serverName: String?

    init(_ tls: RedisTLS, for endpoint: RedisEndpoint) throws(RedisError) {
        func failure(_ message: String) -> RedisError {
            RedisError(
                .tlsFailed, endpoint: endpoint.description, attempted: RedisError.connecting,
                message: message)
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if tls.insecure {
            configuration.certificateVerification = .none
        } else if let file = tls.caFile {
            let authorities: [NIOSSLCertificate]
            do { authorities = try NIOSSLCertificate.fromPEMFile(file) } catch {
                throw failure("the file of authorities \(file) can't be read as PEM certificates")
            }
            guard !authorities.isEmpty else {
                throw failure("the file of authorities \(file) holds no PEM certificate")
            }
            configuration.trustRoots = .certificates(authorities)
        }
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            throw failure("TLS can't be set up (\(error))")
        }
        if let name = tls.serverName {
            guard !Self.isAddress(name) else {
                throw failure("the TLS server name is an address, not a name")
            }
            serverName = name
        } else if case .tcp(let host, _) = endpoint.address, !Self.isAddress(host) {
            serverName = host
        } else {
            serverName = nil
        }
    }

    func handler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
