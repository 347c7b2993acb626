import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Servers over https whose certificate is out of its time. The handshake fails before anything is sent, so a
/// Redis with TLS is as good a server as any.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ExpiredCertificateTests {
    @Test(
        arguments: [
            (("20200101000000Z", "20200201000000Z"), "certificate expired on 2020-02-01"),
            (("20900101000000Z", "20910101000000Z"), "certificate is not valid before 2090-01-01"),
            (nil, nil),
        ] as [((String, String)?, String?)])
    func itIsNamedWithItsDate(_ dates: (String, String)?, _ says: String?) async throws {
        let options = RedisServer.Options {
            $0.tls = true
            $0.certificateDates = dates.map { (start: $0.0, end: $0.1) }
        }
        try await withRedis(options) { server in
            let url = "https://localhost:\(try #require(server.tlsPort))/api/revalidate"
            let api = RevalidateAPI(url: url, secret: "hush-hush", retryAfter: .zero)
            let invalidator = server.invalidator(api: api)
            let record = await invalidator.purge(try invalidator.plan(.search, via: .api))
            #expect(record.outcome == .notDone)
            #expect(record.message.contains("TLS with \(url) failed"), "\(record.message)")
            #expect(record.message.contains(says ?? "Check its certificate."), "\(record.message)")
            #expect(record.message.contains("clock of this machine") == (says != nil))
            let probe = SearchProbe(host: try MeiliHost(parsing: url))
            guard case .down(let why) = await probe.once() else {
                Issue.record("it is not down")
                return
            }
            #expect(why.contains(says ?? "TLS failed"), "\(why)")
        }
    }
}
