import RedisClient
import TestSupport
import Testing

/// What a real Redis doesn't send: other protocols, replies that stop midway, silence.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ScriptedTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var greeting = ""
        var answer: [String] = []
        var closes = false
        var tls = false
        let kind: RedisError.Kind
        let says: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "HTTP", answer: ["HTTP/1.1 400 Bad Request\r\n\r\n"], closes: true,
            kind: .notRedis, says: "HTTP"),
        Case(name: "SSH", greeting: "SSH-2.0-x\r\n", kind: .notRedis, says: "SSH-2.0-x"),
        Case(
            name: "TLS alert", answer: ["\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F"], closes: true,
            kind: .plainToTLS, says: "use rediss://"),
        Case(
            name: "plain text to TLS", answer: ["+PONG\r\n"], tls: true, kind: .tlsToPlain,
            says: "use redis://"),
        Case(
            name: "hangs up", answer: [""], closes: true, kind: .plainToTLS, says: "use rediss://"),
        Case(
            name: "too many clients", greeting: "-ERR max number of clients reached\r\n",
            closes: true, kind: .tooManyClients, says: "raise maxclients"),
        Case(
            name: "too many clients, told after the first command",
            answer: ["-ERR max number of clients reached\r\n"], closes: true,
            kind: .tooManyClients, says: "raise maxclients"),
        Case(
            name: "broken reply", answer: ["+PONG\r\n", "?\r\n"], kind: .notRedis,
            says: "not Redis' protocol"),
        Case(
            name: "stops midway", answer: ["+PONG\r\n$20\r\nabc"], closes: true, kind: .lost,
            says: "closed the connection"),
        Case(
            name: "an echo server", answer: ["*1\r\n$4\r\nPING\r\n"], closes: true, kind: .lost,
            says: "closed the connection"),
        Case(name: "silence", kind: .connectTimeout, says: "no answer came in time"),
    ])
    func failsToConnectSaying(_ script: Case) async throws {
        try await RedisServerScript.serve(
            greeting: Array(script.greeting.utf8), answer: script.answer.map { Array($0.utf8) },
            closes: script.closes
        ) { port in
            let endpoint = RedisEndpoint(
                address: .tcp(host: "127.0.0.1", port: port), tls: script.tls ? RedisTLS() : nil)
            let error = await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(
                    to: endpoint,
                    timeout: script.kind == .connectTimeout ? .milliseconds(100) : .seconds(5))
            }
            #expect(error?.kind == script.kind)
            #expect(error?.description.contains(script.says) == true, "\(error as Any)")
            #expect(error?.attempted == "connect")
        }
    }

    /// Some servers repeat what they don't understand.
    @Test(arguments: [
        "-ERR unknown command `AUTH`, with args beginning with: `hunter2`, \r\n",
        "*2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n",
    ])
    func aRepeatedPasswordIsNotShown(_ answer: String) async throws {
        try await RedisServerScript.serve(answer: [Array("\(answer)+PONG\r\n+OK\r\n".utf8)]) {
            port in
            let error = await #expect(throws: RedisError.self) {
                try await RedisConnection.connect(
                    to: RedisEndpoint(
                        address: .tcp(host: "127.0.0.1", port: port), password: "hunter2"))
            }
            let shown = String(reflecting: try #require(error))
            #expect(!shown.contains("hunter2"))
            #expect(shown.contains("AUTH"))
        }
    }

    @Test func aCancelledConnectDoesNotWaitForItsTimeout() async throws {
        try await RedisServerScript.serve { port in
            let connecting = Task {
                try await RedisConnection.connect(
                    to: RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port)),
                    timeout: .seconds(600))
            }
            connecting.cancel()
            let error = await #expect(throws: RedisError.self) { try await connecting.value }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func aServerThatAnswersTooMuchIsNotTrusted() async throws {
        let answer = "+PONG\r\n+OK\r\n+OK\r\n"
        try await RedisServerScript.serve(answer: [Array(answer.utf8)]) { port in
            let redis = try await RedisConnection.connect(
                to: RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port)))
            #expect(await redis.whenClosed().kind == .notRedis)
        }
    }
}
