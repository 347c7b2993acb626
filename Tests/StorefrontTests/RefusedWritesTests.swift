import Foundation
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// Redis answers, but refuses to write: full, a replica, without the right to.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct RefusedWritesTests {
    private func health(_ shop: ServerFixture) async throws -> (status: String?, redis: String?) {
        let json = try await shop.get("/health").json
        return (json["status"] as? String, (json["redis"] as? [String: Any])?["error"] as? String)
    }

    @Test func aFullRedisStillInvalidatesAndLimits() async throws {
        let change: @Sendable (inout ShopServer.Options) -> Void = {
            $0.rateLimit = 1
            $0.revalidateLimit = 3
        }
        try await ServerFixture.with(change: change) { shop async throws in
            _ = try await shop.send("SET", "product:1", "old")
            _ = try await shop.send("CONFIG", "SET", "maxmemory", "1")
            let answer = try await shop.revalidate(["type": "product", "id": "1"])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(answer.json["keysRemoved"] as? Int == 1)
            var statuses: [Int] = []
            for _ in 1...30 { statuses.append(try await shop.get("/api/trending").status) }
            #expect(statuses.first == 200)
            #expect(statuses.contains(429), "the limit is off")
            let guesses = try await [
                shop.post("{\"secret\":\"guess\"}").status,
                shop.post("{\"secret\":\"guess\"}").status,
                shop.post("{\"secret\":\"guess\"}").status,
            ]
            #expect(guesses == [401, 401, 429])
            let health = try await health(shop)
            #expect(health.status == "degraded")
            #expect(health.redis == "Redis refuses writes: OOM.")

            _ = try await shop.send("CONFIG", "SET", "maxmemory", "0")
            let due = ContinuousClock.now + .seconds(60)
            while try await self.health(shop).status != "ok", .now < due {
                _ = try await shop.get("/api/trending")
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(ContinuousClock.now < due)
        }
    }

    /// INCR is refused, UNLINK is not: what is answered is what was done.
    @Test func atOutOfMemoryTheAnswerSaysWhatWasDone() async throws {
        try await ServerFixture.with { shop async throws in
            _ = try await shop.send("MSET", "product:1", "old", "version:search", "7")
            _ = try await shop.send("CONFIG", "SET", "maxmemory", "1")
            for type in ["search", "global"] {
                let answer = try await shop.revalidate(["type": type])
                #expect(answer.status == 503)
                let error = answer.json["error"] as? String
                #expect(error?.hasPrefix("Not done: Redis refused INCR (OOM") == true)
            }
            #expect(try await shop.send("GET", "version:search").text == "7")
            #expect(try await shop.send("EXISTS", "product:1").integerValue == 1)
        }
    }

    @Test func aKeyOfAnotherTypeBlocksNobody() async throws {
        try await ServerFixture.with { shop async throws in
            _ = try await shop.send("SET", "ratelimit:revalidate:127.0.0.1", "text")
            let answer = try await shop.revalidate(["type": "search"])
            #expect(answer.status == 200, "\(answer.body)")
        }
    }

    @Test func aReplicaSaysThatItRefuses() async throws {
        try await ServerFixture.with { shop async throws in
            _ = try await shop.send("REPLICAOF", "127.0.0.1", "1")
            let answer = try await shop.revalidate(["type": "product", "id": "1"])
            #expect(answer.status == 503)
            #expect((answer.json["error"] as? String)?.hasPrefix("Not done: ") == true)
            #expect(answer.body.contains("Redis refused UNLINK"), "\(answer.body)")
        }
    }

    @Test func theOperatorIsToldOnce() async throws {
        try await withRedis { server in
            try await RedisConnection.withConnection(to: server.endpoint) {
                _ = try await $0.send(RedisCommand("CONFIG", "SET", "maxmemory", "1"))
            }
            let arguments = [
                "serve", "--port", "0", "--redis", "unix://\(server.socketPath)", "--products",
                "500", "--catalogue", "\(server.folder)/shop.sqlite",
            ]
            try await RunningProgram.with(
                .storefront, arguments, environment: ["REVALIDATE_SECRET": ServerFixture.secret]
            ) { program in
                try await program.waitFor(text: "storefront listens on ")
                let line = try #require(program.output.split(separator: "\n").first)
                let url = line.dropFirst("storefront listens on ".count)
                for _ in 1...50 {
                    let answer = try await ServerFixture.send(.GET, "\(url)/api/trending")
                    #expect(answer.status == 200)
                }
                try await program.waitFor(text: "Redis refuses writes", timeout: .seconds(5))
                #expect(program.errors.ranges(of: "Redis refuses writes").count == 1)
                #expect(program.errors.contains("OOM"))
            }
        }
    }
}
