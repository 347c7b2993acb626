import NIOCore
import NIOSSL

/// The TLS side of an endpoint: what is verified, by which name, and who this side is.
///
/// Reads the files once a connection, before the socket is opened, so that a missing one is named as such.
/// An IP literal can't be asked for by SNI: then the certificate has to hold the address itself.
struct TLSClient: Sendable {
    private let context: NIOSSLContext
    private let serverName: String?

    init(_ tls: RedisTLS, for endpoint: RedisEndpoint) throws(RedisError) {
        let files = TLSFiles(endpoint: endpoint)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if tls.insecure {
            configuration.certificateVerification = .none
        } else if let file = tls.caFile {
            configuration.trustRoots = .certificates(try files.certificates(file, of: "--tls-ca"))
        }
        if let file = tls.certificateFile {
            configuration.certificateChain = try files.certificates(file, of: "--tls-cert")
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(
                try files.key(
                    tls.keyFile ?? file, of: tls.keyFile == nil ? "--tls-cert" : "--tls-key"))
        }
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            let reason = RedisError.boringSSLReason("\(error)")
            guard tls.certificateFile == nil else {
                throw files.failure(
                    reason == "failedToLoadPrivateKey"
                        ? "the key is not the one of the certificate in --tls-cert"
                        : "the certificate in --tls-cert is not one for a client (\(reason))")
            }
            throw RedisError(
                .tlsFailed, endpoint: endpoint.description, attempted: RedisError.connecting,
                message: "TLS can't be set up (\(reason))")
        }
        if let name = tls.serverName {
            guard !Self.isAddress(name) else {
                throw files.failure("--tls-servername is an address, not a name")
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

    /// Shows the server's certificates to `look` and then refuses them: the handshake ends there.
    func handler(
        lookingAt look: @escaping @Sendable ([NIOSSLCertificate]) -> Void
    ) throws -> NIOSSLClientHandler {
        let refuse: NIOSSLCustomVerificationCallback = { chain, verdict in
            look(chain)
            verdict.succeed(NIOSSLVerificationResult.failed)
        }
        return try NIOSSLClientHandler(
            context: context, serverHostname: serverName, customVerificationCallback: refuse)
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
