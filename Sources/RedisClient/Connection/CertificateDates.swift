import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL

/// Why a certificate was refused, by its dates: NIOSSL says only that it was.
///
/// Asks the server once more for its certificates and ends the handshake there, so nothing is sent.
package struct CertificateDates {
    let endpoint: RedisEndpoint

    /// Of any server that speaks TLS at once, as by https: `the server's certificate expired on 2020-02-01`.
    package static func problem(
        host: String, port: Int, within timeout: Duration
    ) async -> String? {
        let endpoint = RedisEndpoint(address: .tcp(host: host, port: port), tls: RedisTLS())
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return await CertificateDates(endpoint: endpoint).problem(on: loop, within: timeout)
    }

    /// nil: its dates are not the reason, or the server does not answer.
    func explain(on loop: any EventLoop, within timeout: Duration) async -> RedisError? {
        await problem(on: loop, within: timeout).map {
            RedisError(
                .expiredCertificate, endpoint: endpoint.description,
                attempted: RedisError.connecting, message: $0)
        }
    }

    private func problem(on loop: any EventLoop, within timeout: Duration) async -> String? {
        guard case .tcp(let host, let port) = endpoint.address, let tls = endpoint.tls,
            let client = try? TLSClient(tls, for: endpoint)
        else { return nil }
        let chain = await certificates(client, host, port, on: loop, within: timeout)
        let now = Date.now
        for (index, certificate) in chain.enumerated() {
            let whose =
                index == 0 ? "the server's certificate" : "a certificate above the server's own"
            let end = Date(timeIntervalSince1970: Double(certificate.notValidAfter))
            if end < now { return "\(whose) expired on \(Self.day(end))" }
            let start = Date(timeIntervalSince1970: Double(certificate.notValidBefore))
            if start > now { return "\(whose) is not valid before \(Self.day(start))" }
        }
        return nil
    }

    private func certificates(
        _ client: TLSClient, _ host: String, _ port: Int, on loop: any EventLoop,
        within timeout: Duration
    ) async -> [NIOSSLCertificate] {
        let seen = loop.makePromise(of: [NIOSSLCertificate].self)
        let timer = loop.scheduleTask(in: TimeAmount(timeout)) { seen.succeed([]) }
        let connecting = ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try client.handler { seen.succeed($0) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: host, port: port)
        connecting.whenFailure { seen.fail($0) }
        connecting.whenSuccess { channel in
            channel.closeFuture.whenComplete { _ in seen.succeed([]) }
            seen.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
        defer { timer.cancel() }
        return (try? await seen.futureResult.get()) ?? []
    }

    private static func day(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day())
    }
}
