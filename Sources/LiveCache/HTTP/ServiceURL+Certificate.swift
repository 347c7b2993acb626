import Metrics
import NIOSSL
import RedisClient

extension ServiceURL {
    /// Why TLS with this server failed, where the dates of its certificate are the reason.
    func certificateProblem(_ timeout: Duration) async -> String? {
        guard isEncrypted else { return nil }
        // An address of IPv6 has brackets in a URL.
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return await CertificateDates.problem(host: name, port: port, within: timeout)
    }
}

extension Error {
    var isTLSFailure: Bool {
        self is NIOSSLError || self is NIOSSLExtraError || self is BoringSSLError
    }
}
