import RedisClient
import TestSupport
import Testing

/// Certificates of both sides, and connections that are cut: each failure names its cause and what to do.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct TLSTests {
    private func failure(_ endpoint: RedisEndpoint) async throws -> RedisError {
        let error = await #expect(throws: RedisError.self) {
            try await RedisConnection.connect(to: endpoint)
        }
        return try #require(error)
    }

    @Test(arguments: [
        ("20200101000000Z", "20200201000000Z", "expired on 2020-02-01"),
        ("20900101000000Z", "20910101000000Z", "not valid before 2090-01-01"),
    ])
    func aCertificateOutOfItsTimeIsNamedWithItsDate(
        start: String, end: String, says: String
    ) async throws {
        let options = RedisServer.Options {
            $0.tls = true
            $0.certificateDates = (start, end)
        }
        try await withRedis(options) { server in
            for authority in [server.caFile, nil] {
                var endpoint = server.tlsEndpoint
                endpoint.tls = RedisTLS(caFile: authority)
                let error = try await failure(endpoint)
                #expect(error.kind == .expiredCertificate)
                #expect(error.message.contains(says), "\(error)")
                #expect("\(error)".contains("clock of this machine"))
            }
        }
    }

    /// TLS 1.3 refuses after the handshake, 1.2 within it and without a reason.
    @Test(arguments: ["TLSv1.3", "TLSv1.2"])
    func aServerDemandsAClientCertificate(version: String) async throws {
        let options = RedisServer.Options {
            $0.tls = true
            $0.arguments = ["--tls-auth-clients", "yes", "--tls-protocols", version]
        }
        try await withRedis(options) { server in
            var endpoint = server.tlsEndpoint
            let none = try await failure(endpoint)
            #expect(none.kind == (version == "TLSv1.3" ? .clientCertificate : .tlsFailed))
            #expect("\(none)".contains("--tls-cert FILE"), "\(none)")
            endpoint.tls?.certificateFile = server.clientCertificate
            endpoint.tls?.keyFile = server.clientKey
            try await RedisConnection.withConnection(to: endpoint) {
                let pong = try await $0.send(RedisCommand("PING")).text
                #expect(pong == "PONG")
            }
        }
    }

    @Test func aCertificateOfAnotherAuthorityIsRefused() async throws {
        try await withRedis(.init { $0.tls = true }) { other in
            let options = RedisServer.Options {
                $0.tls = true
                $0.arguments = ["--tls-auth-clients", "yes"]
            }
            try await withRedis(options) { server in
                var endpoint = server.tlsEndpoint
                endpoint.tls?.certificateFile = other.clientCertificate
                endpoint.tls?.keyFile = other.clientKey
                let error = try await failure(endpoint)
                #expect(error.kind == .clientCertificate)
                #expect("\(error)".contains("does not trust the authority"), "\(error)")
            }
        }
    }

    /// Nothing is sent where a file is wrong.
    @Test func filesThatCanNotBeUsedAreNamed() async throws {
        try await withRedis(.init { $0.tls = true }) { server in
            let encrypted = "\(server.folder)/encrypted.key"
            let made = try await Executable.env.run(
                [
                    "openssl", "pkey", "-aes256", "-passout", "pass:x", "-in", server.clientKey,
                    "-out", encrypted,
                ])
            #expect(made.status == 0)
            let (certificate, key) = (server.clientCertificate, server.clientKey)
            let cases: [(ca: String, certificate: String?, key: String?, says: String)] = [
                ("/none.pem", nil, nil, "--tls-ca, /none.pem, does not exist"),
                (server.folder, nil, nil, "is a folder"),
                (key, nil, nil, "holds no certificate"),
                (server.caFile, "/none.pem", nil, "--tls-cert, /none.pem, does not exist"),
                (server.caFile, certificate, "/none.key", "--tls-key, /none.key, does not exist"),
                (server.caFile, certificate, nil, "holds no private key"),
                (server.caFile, certificate, encrypted, "is encrypted"),
                (
                    server.caFile, certificate, "\(server.folder)/server.key",
                    "the key is not the one of the certificate"
                ),
            ]
            for (ca, certificate, key, says) in cases {
                var endpoint = server.tlsEndpoint
                endpoint.tls = RedisTLS(caFile: ca, certificateFile: certificate, keyFile: key)
                let error = try await failure(endpoint)
                #expect(error.kind == .certificateFile)
                #expect(error.message.contains(says), "\(error)")
            }
        }
    }

    /// In the handshake, in a record's head, in the middle of a reply.
    @Test(arguments: [0, 3, 700, 6000, 100_000])
    func aConnectionThatIsCutIsLost(after bytes: Int) async throws {
        try await withRedis(.init { $0.tls = true }) { server in
            let port = try #require(server.tlsPort)
            try await CuttingProxy.serve(port: port, cutAfter: bytes) { proxy in
                var endpoint = server.tlsEndpoint
                endpoint.address = .tcp(host: "localhost", port: proxy)
                let error = await #expect(throws: RedisError.self) {
                    try await RedisConnection.withConnection(to: endpoint) { redis in
                        let value = String(repeating: "x", count: 200_000)
                        _ = try await redis.send(RedisCommand("SET", "k", value))
                        _ = try await redis.send(RedisCommand("GET", "k"))
                    }
                }
                let kind = try #require(error).kind
                #expect([.lost, .tlsFailed].contains(kind), "\(error as Any)")
                #expect("\(error as Any)".contains("Error(") == false)
                let isInReply = bytes == 100_000
                if isInReply {
                    #expect(kind == .lost && error?.attempted == "GET")
                    #expect(error?.mayHaveBeenCarriedOut == true)
                }
            }
        }
    }
}
