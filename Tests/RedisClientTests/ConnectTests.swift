import RedisClient
import TestSupport
import Testing

/// Getting in, and what is said when one can't: each failure has its kind, tells what to do, and
/// never shows the password.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ConnectTests {
    private static let secret = "hunter2-Xyzzy"

    private func failure(
        _ endpoint: RedisEndpoint, timeout: Duration = .seconds(5)
    ) async throws -> RedisError {
        let error = await #expect(throws: RedisError.self) {
            try await RedisConnection.connect(to: endpoint, timeout: timeout)
        }
        let found = try #require(error)
        for text in ["\(found)", String(reflecting: found), found.message] {
            #expect(!text.contains(Self.secret))
        }
        #expect("\(found)".contains("\(endpoint)"))
        return found
    }

    private func pings(_ endpoint: RedisEndpoint) async throws -> Bool {
        try await RedisConnection.withConnection(to: endpoint) {
            try await $0.send(RedisCommand("PING")).text == "PONG"
        }
    }

    @Test func overTCPWithADatabase() async throws {
        try await withRedis(.init { $0.tcp = true }) { server in
            var endpoint = server.tcpEndpoint
            endpoint.database = 3
            try await RedisConnection.withConnection(to: endpoint) {
                _ = try await $0.send(RedisCommand("SET", "k", "in 3"))
            }
            #expect(try await pings(server.tcpEndpoint))
            try await RedisConnection.withConnection(to: server.endpoint) {
                #expect(try await $0.send(RedisCommand("GET", "k")) == .null)
                _ = try await $0.send(RedisCommand("SELECT", "3"))
                #expect(try await $0.send(RedisCommand("GET", "k")).text == "in 3")
            }
            endpoint.database = 99
            let error = try await failure(endpoint)
            #expect(error.kind == .server)
            #expect(error.attempted == "SELECT")
        }
    }

    @Test func withAndWithoutAUserName() async throws {
        let options = RedisServer.Options {
            $0.password = Self.secret
            $0.users = ["alice on >\(Self.secret)-a ~* &* +@all", "guest on nopass ~* +ping +info"]
        }
        try await withRedis(options) { server in
            var endpoint = server.endpoint
            #expect(try await pings(endpoint))
            endpoint.password = nil
            let stranger = try await failure(endpoint)
            #expect(stranger.kind == .noAuth)
            #expect("\(stranger)".contains("REDIS_PASSWORD"))
            endpoint.password = Self.secret + "-wrong"
            #expect(try await failure(endpoint).kind == .wrongPassword)
            endpoint.username = "alice"
            #expect(try await failure(endpoint).kind == .wrongPassword)
            endpoint.password = Self.secret + "-a"
            #expect(try await pings(endpoint))
            endpoint.username = "guest"
            endpoint.password = nil
            try await RedisConnection.withConnection(to: endpoint) { redis in
                let refused = await #expect(throws: RedisError.self) {
                    try await redis.send(RedisCommand("SCAN", "0"))
                }
                #expect(refused?.kind == .noPermission)
                #expect(refused?.message.contains("'scan'") == true)
                let info = try await redis.send(RedisCommand("INFO"))
                #expect(info.bytes != nil)
            }
            endpoint.database = 1
            #expect(try await failure(endpoint).kind == .noPermission)
        }
    }

    @Test func aPasswordThatIsNotNeededIsRefusedInTheServersWords() async throws {
        try await withRedis { server in
            var endpoint = server.endpoint
            endpoint.password = Self.secret
            let error = try await failure(endpoint)
            #expect(error.kind == .passwordNotExpected)
            #expect(error.attempted == "AUTH")
            #expect("\(error)".contains("Leave out REDIS_PASSWORD"))
        }
    }

    /// What servers before 6 say, which know no users and have no codes for it.
    @Test(
        arguments: [
            (
                "ann", "ERR wrong number of arguments for 'auth' command",
                RedisError.Kind.userNotExpected, "leave the user name out"
            ),
            (
                nil, "ERR Client sent AUTH, but no password is set", .passwordNotExpected,
                "Leave out"
            ),
            (nil, "ERR invalid password", .wrongPassword, "Check the user name"),
            (nil, "ERR unknown command `AUTH`", .server, "AUTH failed"),
            ("ann", "WRONGPASS invalid username-password pair", .wrongPassword, "REDIS_PASSWORD"),
        ] as [(String?, String, RedisError.Kind, String)])
    func authIsRefused(user: String?, words: String, kind: RedisError.Kind, says: String)
        async throws
    {
        let answer = Array("-\(words)\r\n-NOAUTH Authentication required.\r\n+OK\r\n".utf8)
        try await RedisServerScript.serve(answer: [answer]) { port in
            let error = try await failure(
                RedisEndpoint(
                    address: .tcp(host: "127.0.0.1", port: port), username: user,
                    password: Self.secret))
            #expect(error.kind == kind)
            #expect("\(error)".contains(says), "\(error)")
        }
    }

    @Test func aFullServerSaysWhatToDo() async throws {
        try await withRedis(.init { $0.arguments = ["--maxclients", "1"] }) { server in
            try await RedisConnection.withConnection(to: server.endpoint) { _ in
                let error = try await failure(server.endpoint)
                #expect(error.kind == .tooManyClients)
                #expect("\(error)".contains("CLIENT LIST"))
            }
        }
    }

    /// One sentence ends with one full stop, whatever the server's words end with.
    @Test func theServersWordsAreQuotedWithoutTheirFullStop() async throws {
        try await withRedis(.init { $0.password = Self.secret }) { server in
            var endpoint = server.endpoint
            endpoint.password = nil
            let error = try await failure(endpoint)
            #expect("\(error)".contains("NOAUTH Authentication required\". Give"), "\(error)")
        }
    }

    @Test(arguments: [
        ("SCAN", ["SCAN", "0"], "+scan"), ("XINFO", ["XINFO", "STREAM", "s"], "+xinfo|stream"),
        ("GET", ["GET", "other"], "~PATTERN"), ("SUBSCRIBE", ["SUBSCRIBE", "c"], "&CHANNEL"),
        ("PING", ["PING"], "+ping"),
    ])
    func theMissingRightIsNamed(name: String, words: [String], right: String) async throws {
        let rules = "u on >\(Self.secret) ~mine:* resetchannels +@all -ping -scan -xinfo"
        try await withRedis(.init { $0.users = [rules] }) { server in
            var endpoint = server.endpoint
            (endpoint.username, endpoint.password) = ("u", Self.secret)
            try await RedisConnection.withConnection(to: endpoint) { redis in
                let command = RedisCommand(arguments: words.map { Array($0.utf8) })
                let error = await #expect(throws: RedisError.self) { try await redis.send(command) }
                #expect(error?.kind == .noPermission)
                #expect(error?.description.contains("Grant \(right)") == true, "\(error as Any)")
            }
        }
    }

    @Test func overTLS() async throws {
        try await withRedis(.init { ($0.tls, $0.password) = (true, Self.secret) }) { server in
            var endpoint = server.tlsEndpoint
            #expect(try await pings(endpoint))

            endpoint.tls = RedisTLS(caFile: server.caFile, serverName: "cache.test")
            #expect(try await pings(endpoint))

            endpoint.tls = RedisTLS(caFile: server.caFile, serverName: "other.test")
            let wrongName = try await failure(endpoint)
            #expect(wrongName.kind == .wrongCertificateName)
            #expect("\(wrongName)".contains("--tls-servername"))

            endpoint.tls = RedisTLS()
            let untrusted = try await failure(endpoint)
            #expect(untrusted.kind == .untrustedCertificate)
            #expect("\(untrusted)".contains("--tls-ca"))

            endpoint.tls = RedisTLS(insecure: true)
            #expect(try await pings(endpoint))

            endpoint.tls = RedisTLS(caFile: server.folder + "/none.pem")
            #expect(try await failure(endpoint).kind == .certificateFile)

            endpoint.tls = nil
            let plain = try await failure(endpoint)
            #expect(plain.kind == .plainToTLS)
            #expect("\(plain)".contains("use rediss://"))
        }
    }

    @Test func byAddressOverTLSNeedsTheAddressInTheCertificate() async throws {
        let names = [["DNS:localhost"], ["DNS:localhost", "IP:127.0.0.1"]]
        for (names, isNamed) in zip(names, [false, true]) {
            try await withRedis(.init { ($0.tls, $0.certificateNames) = (true, names) }) { server in
                var endpoint = server.tlsEndpoint
                endpoint.address = .tcp(host: "127.0.0.1", port: server.tlsPort ?? 0)
                if isNamed {
                    let isIn = try await pings(endpoint)
                    #expect(isIn)
                } else {
                    let error = try await failure(endpoint)
                    #expect(error.kind == .wrongCertificateName)
                }
            }
        }
    }

    @Test func tlsToAPlainPort() async throws {
        try await withRedis(.init { $0.tcp = true }) { server in
            var endpoint = server.tcpEndpoint
            endpoint.tls = RedisTLS()
            let error = try await failure(endpoint, timeout: .milliseconds(500))
            #expect(error.kind == .tlsToPlain)
            #expect("\(error)".contains("use redis://"))
        }
    }

    @Test func whereNobodyListens() async throws {
        let port = try TestPorts.take()
        let refused = try await failure(
            RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port), password: Self.secret))
        #expect(refused.kind == .refused)
        let missing = try await failure(
            RedisEndpoint(address: .unixSocket(path: "/nowhere/r.sock")))
        #expect(missing.kind == .refused)
        let long = "/tmp/" + String(repeating: "x", count: 200)
        let tooLong = try await failure(RedisEndpoint(address: .unixSocket(path: long)))
        #expect(tooLong.kind == .unreachable)
        let unknown = try await failure(
            RedisEndpoint(address: .tcp(host: "no-such-host.invalid", port: 6379)))
        #expect(unknown.kind == .unknownHost)
    }

    @Test func whileTheServerLoadsItsData() async throws {
        let loading = "-LOADING Redis is loading the dataset in memory\r\n"
        let answer = [Array("\(loading)+OK\r\n".utf8)]
        try await RedisServerScript.serve(answer: answer) { port in
            let error = try await failure(
                RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port)))
            #expect(error.kind == .loading)
        }
    }
}
