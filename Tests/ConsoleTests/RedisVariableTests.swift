import TestSupport
import Testing

/// What people have in REDIS_URL and the variables beside it: the same for both programs.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct RedisVariableTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let variables: [String: String]
        /// Words that standard error must have when it is refused; nil: it works.
        var refused: [String]?

        var testDescription: String { name }

        /// `{port}`, `{tls}`, `{socket}` and `{ca}` stand for the server's own.
        func variables(for server: RedisServer) -> [String: String] {
            let places = [
                "{port}": "\(server.port ?? 0)", "{tls}": "\(server.tlsPort ?? 0)",
                "{socket}": server.socketPath, "{ca}": server.caFile,
            ]
            return variables.mapValues { text in
                places.reduce(text) { $0.replacing($1.key, with: $1.value) }
            }
        }
    }

    static let urls: [Case] = [
        Case(
            name: "no verification by ssl_cert_reqs",
            variables: ["REDIS_URL": "rediss://:pw@127.0.0.1:{tls}/0?ssl_cert_reqs=none"],
            refused: ["--tls-insecure"]),
        Case(
            name: "family with an address",
            variables: ["REDIS_URL": "redis://127.0.0.1:{port}/0?family=6"]),
        Case(
            name: "family with a name",
            variables: ["REDIS_URL": "redis://localhost:{port}/0?family=4"]),
        Case(name: "protocol", variables: ["REDIS_URL": "redis://127.0.0.1:{port}?protocol=3"]),
        Case(name: "valkey", variables: ["REDIS_URL": "valkey://127.0.0.1:{port}/0"]),
        Case(
            name: "valkeys",
            variables: ["REDIS_URL": "valkeys://localhost:{tls}/0", "CACHETOP_TLS_CA": "{ca}"]),
        Case(
            name: "valkeys verifies",
            variables: ["REDIS_URL": "valkeys://localhost:{tls}/0"], refused: ["certificate"]),
        Case(name: "redis+unix", variables: ["REDIS_URL": "redis+unix://{socket}"]),
        Case(name: "redis with a socket's path", variables: ["REDIS_URL": "redis://{socket}"]),
        Case(
            name: "quotes of a container",
            variables: ["REDIS_URL": "\"redis://127.0.0.1:{port}/0\""]),
        Case(name: "single quotes", variables: ["REDIS_URL": "'redis://127.0.0.1:{port}/0'"]),
        Case(
            name: "Upstash's REST address",
            variables: ["REDIS_URL": "https://eu1-calm-owl-12345.upstash.io"],
            refused: ["REST", "rediss://"]),
        Case(
            name: "carriage return", variables: ["REDIS_URL": "redis://127.0.0.1:{port}/0\r"]),
        Case(
            name: "line feed and blanks",
            variables: ["REDIS_URL": "  redis://127.0.0.1:{port}/0 \n"]),
        Case(
            name: "an invisible character",
            variables: ["REDIS_URL": "redis://127.0.0.1\u{200B}:{port}/0"], refused: ["U+200B"]),
    ]

    @Test(arguments: ShopPrograms.allCases, urls)
    func aURLMeansTheSame(program: ShopPrograms, case given: Case) async throws {
        let options = RedisServer.Options { ($0.tcp, $0.tls) = (true, true) }
        try await withRedis(options) { server in
            try await check(program, given, on: server)
        }
    }

    static let passwords: [Case] = [
        Case(
            name: "REDIS_PASSWORD wins over the URL",
            variables: ["REDIS_URL": "redis://:old@127.0.0.1:{port}", "REDIS_PASSWORD": " a b "]),
        Case(
            name: "a line's end is no part of a password",
            variables: ["REDIS_URL": "redis://127.0.0.1:{port}", "REDIS_PASSWORD": " a b \r\n"]),
        Case(
            name: "blanks are part of a password",
            variables: ["REDIS_URL": "redis://127.0.0.1:{port}", "REDIS_PASSWORD": "a b"],
            refused: ["password"]),
        Case(
            name: "an empty REDIS_PASSWORD is none",
            variables: ["REDIS_URL": "redis://:%20a%20b%20@127.0.0.1:{port}", "REDIS_PASSWORD": ""]
        ),
    ]

    @Test(arguments: ShopPrograms.allCases, passwords)
    func aPasswordMeansTheSame(program: ShopPrograms, case given: Case) async throws {
        let options = RedisServer.Options { ($0.tcp, $0.password) = (true, " a b ") }
        try await withRedis(options) { server in
            try await check(program, given, on: server)
        }
    }

    /// The default is the standard port, where nothing of ours may listen: only the words can be compared.
    @Test(arguments: ShopPrograms.allCases, ["", "\r\n", " ", "\"\""])
    func anEmptyURLIsNone(program: ShopPrograms, url: String) async throws {
        try await withRedis { server in
            // The option is wrong in any case, and says nothing about the variable.
            let run = try await program.run(
                ["REDIS_URL": url], ["--tls-insecure"], on: server)
            #expect(run.status == 2)
            #expect(run.errors.contains("rediss://"), "\(run.errors)")
            #expect(run.errors.contains("redis://127.0.0.1:6379/0"), "\(run.errors)")
        }
    }

    /// What a file edited elsewhere leaves behind a value: the guards hold all the same.
    @Test(
        arguments: [
            ("CACHETOP_READ_ONLY", "true\r", 3), ("CACHETOP_READ_ONLY", "\"1\"\r\n", 3),
            ("CACHETOP_READ_ONLY", "false\r", 0), ("CACHETOP_FORBID", "pattern,search\r", 3),
            ("CACHETOP_FORBID", "'search'", 3), ("CACHETOP_ENV", "production\r", 0),
            ("CACHETOP_ENV", "prod\u{200B}uction", 2), ("CACHETOP_INTERVAL", "1s\r", 0),
        ] as [(String, String, Int32)])
    func aGuardIsRead(name: String, value: String, status: Int32) async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": "unix://\(server.socketPath)", "CACHETOP_AUDIT_FILE": "none",
                name: value,
            ]
            let result = try await Executable.cachetop.run(
                ["purge", "search", "--yes"], environment: environment)
            #expect(result.status == status, "\(result.errors)")
            #expect(!result.errors.contains("\r") && !result.errors.contains("\u{200B}"))
        }
    }

    private func check(
        _ program: ShopPrograms, _ given: Case, on server: RedisServer
    ) async throws {
        let run = try await program.run(given.variables(for: server), on: server)
        if let words = given.refused {
            #expect(run.status != 0 && !run.hasChangedTheServer)
            for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
            #expect(!run.errors.contains("pw@") && !run.errors.contains("old"))
        } else {
            #expect(run.status == 0 && run.hasChangedTheServer, "\(run.errors)")
        }
    }
}
