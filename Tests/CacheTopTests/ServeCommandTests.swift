import AsyncHTTPClient
import Console
import Foundation
import Metrics
import NIOCore
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// `cachetop serve` as Prometheus meets it, on a real Redis.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServeCommandTests {
    private func get(_ url: String) async throws -> (status: UInt, type: String?, body: String) {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url), timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (
            response.status.code, response.headers.first(name: "Content-Type"),
            String(buffer: body)
        )
    }

    /// Waits until the metrics have all these lines.
    private func metrics(_ url: String, with lines: String...) async throws -> String {
        let due = ContinuousClock.now + .seconds(60)
        while true {
            let body = try await get(url).body
            let missing = lines.filter { !body.contains("\n\($0)\n") }
            if missing.isEmpty { return body }
            guard .now < due else {
                Issue.record("no \(missing) in \(body)")
                return body
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func url(_ program: RunningProgram) async throws -> String {
        try await program.waitFor(text: "/metrics\n")
        let line = program.output.split(separator: "\n").first { $0.hasPrefix("Metrics: ") }
        return String(try #require(line).dropFirst("Metrics: ".count))
    }

    @Test func theFiguresOfAShopWhileItsRedisComesAndGoes() async throws {
        try await withRedis { server in
            try await server.run(
                "SET product:1 x EX 30", "SET product:2 x", "SET version:search 7",
                "XADD cache:events * hit product:1 miss product:2 hit product:1")
            let environment = ["REDIS_URL": server.endpoint.description]
            try await RunningProgram.with(
                .cachetop, ["serve", "--listen", "127.0.0.1:0", "--interval", "100ms"],
                environment: environment
            ) { program in
                let url = try await url(program)
                let body = try await metrics(
                    url, with: "cachetop_keys{resource=\"product\"} 2",
                    "# TYPE cachetop_lookups counter",
                    "cachetop_lookups_total{resource=\"product\",result=\"hit\"} 2",
                    "cachetop_lookups_total{resource=\"product\",result=\"miss\"} 1",
                    "cachetop_version_counter{counter=\"search\"} 7", "cachetop_up 1",
                    "cachetop_keys_without_expiry{resource=\"product\"} 1")
                #expect(!body.contains("product:"))
                let answer = try await get(url)
                #expect(answer.status == 200 && answer.body.hasSuffix("\n# EOF\n"))
                #expect(answer.type == OpenMetricsText.contentType)
                #expect(try await get(url + "/no").status == 404)

                await server.kill()
                let lost = try await metrics(url, with: "cachetop_up 0")
                #expect(
                    lost.contains("\ncachetop_unavailable{field=\"server\",state=\"asOf\"} 1\n"))
                _ = try await metrics(
                    url,
                    with:
                        "cachetop_alert{rule=\"redisUnavailable\",severity=\"critical\",subject=\"\"} 1"
                )
                program.send(SIGTERM)
                #expect(try await program.waitForExit() == 0)
            }
        }
    }

    @Test func anAddressThatIsTaken() async throws {
        try await withRedis { server in
            let environment = ["REDIS_URL": server.endpoint.description]
            try await RunningProgram.with(
                .cachetop, ["serve", "--listen", "127.0.0.1:0"], environment: environment
            ) { program in
                let port = try #require(try await url(program).split(separator: ":").last)
                    .prefix { $0 != "/" }
                let second = try await Executable.cachetop.run(
                    ["serve", "--listen", "127.0.0.1:\(port)"], environment: environment)
                #expect(second.status == 1)
                #expect(second.errors.contains("could not listen on 127.0.0.1:\(port)"))
                #expect(second.errors.lowercased().contains("address already in use"))
            }
        }
    }

    @Test(arguments: [
        ("127.0.0.1:9121", "127.0.0.1", 9121, true), ("[::1]:0", "::1", 0, true),
        ("localhost:1", "localhost", 1, true), ("0.0.0.0:80", "0.0.0.0", 80, false),
        ("[::]:80", "::", 80, false), ("127.example.com:80", "127.example.com", 80, false),
    ])
    func anAddress(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.port == port)
        #expect(address.isLoopback == isLoopback && address.description == text)
    }

    @Test(arguments: [
        "", "9121", ":9121", "host", "host:", "host:70000", "::1:80", "a b:80", "[]:1",
    ])
    func noAddress(text: String) async throws {
        #expect(ListenAddress(text) == nil)
        let result = try await Executable.cachetop.run(["serve", "--listen", text])
        #expect(result.status == 2 && result.errors.contains("use HOST:PORT"))
    }
}
