import Foundation
import Glibc
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

/// What a server that is killed takes with it: events that it had not sent yet.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct KilledServerTests {
    private static let batch = 32

    @Test(arguments: [SIGKILL, SIGTERM]) func itLosesOneBatchAtMost(signal: Int32) async throws {
        try await withRedis { server in
            let arguments = [
                "serve", "--redis", "unix://\(server.socketPath)", "--products", "60",
                "--catalogue", "\(server.folder)/shop.sqlite", "--port", "0", "--rate-limit", "0",
                "--events-batch", "\(Self.batch)",
            ]
            let secret = ["REVALIDATE_SECRET": ServerFixture.secret]
            let answered = try await RunningProgram.with(
                .storefront, arguments, environment: secret
            ) { program in
                try await program.waitFor(text: "storefront listens on ")
                let line = try #require(program.output.split(separator: "\n").first)
                let url = line.dropFirst("storefront listens on ".count)
                var answered = 0
                for number in 0..<(10 * Self.batch + 7) {
                    let path = "\(url)/api/product/\(1 + number % 50)"
                    let answer = try await ServerFixture.send(.GET, path)
                    if ["HIT", "MISS"].contains(answer.cache) { answered += 1 }
                }
                program.send(signal)
                _ = try await program.waitForExit()
                return answered
            }
            #expect(answered == 10 * Self.batch + 7)
            let told = try await RedisConnection.withConnection(to: server.endpoint) {
                try await $0.send(RedisCommand("XRANGE", "cache:events", "-", "+"))
            }
            let words = (told.elements ?? []).flatMap { $0.elements?.last?.elements ?? [] }
            let events = words.count { $0.text == "hit" || $0.text == "miss" }
            #expect(events <= answered)
            #expect(answered - events <= (signal == SIGKILL ? Self.batch : 0))
        }
    }
}
