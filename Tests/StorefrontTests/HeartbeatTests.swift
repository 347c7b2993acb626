import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// What the listener says of itself: why it has no Redis, and that it lives.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct HeartbeatTests {
    private func beat(_ shop: ListenerFixture, _ name: String) async throws -> Heartbeat.Beat? {
        guard let json = try await shop.send("GET", "cachetop:listener:\(name)").bytes else {
            return nil
        }
        return try JSONDecoder().decode(Heartbeat.Beat.self, from: Data(json))
    }

    @Test func itSaysHowFarItCameAndExpires() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.listening(["--src", "ears"]) { listener async throws in
                try await shop.wait("the first beat") { try await beat(shop, "ears") != nil }
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 5")
                try await shop.wait("the changes") {
                    try await beat(shop, "ears")?.position == 5
                }
                let now = try #require(try await beat(shop, "ears"))
                #expect(now.backlog == 0 && now.secondRemovals <= 5)
                #expect(abs(Double(now.at) / 1000 - Date().timeIntervalSince1970) < 10)
                let left = try await shop.send("PTTL", "cachetop:listener:ears").integerValue ?? 0
                #expect((1...10_000).contains(left))
            }
        }
    }

    @Test func whatWaitsIsSaid() async throws {
        try await ListenerFixture.with { shop async throws in
            _ = try await shop.send("ACL", "SETUSER", "default", "-unlink")
            try await shop.listening { _ async throws in
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 5")
                try await shop.wait("a backlog") { try await beat(shop, "listener")?.backlog == 5 }
                #expect(try await beat(shop, "listener")?.position == 0)
            }
        }
    }

    /// A restart takes away the user that was made by hand: the second reason is another one.
    @Test func eachReasonOfALossIsTold() async throws {
        try await ListenerFixture.with { shop async throws in
            _ = try await shop.send(
                "ACL", "SETUSER", "ears", "on", ">a password", "~*", "&*", "+@all")
            let arguments = [
                "listen", "--redis", "unix://ears@\(shop.server.socketPath)", "--catalogue",
                shop.shop.path,
            ]
            try await RunningProgram.with(
                .storefront, arguments, environment: ["REDIS_PASSWORD": "a password"]
            ) { listener in
                try await listener.waitFor(text: "connected")
                await shop.server.kill()
                try await listener.waitFor(text: "Changes wait in the catalogue")
                try await shop.server.restart()
                try await listener.waitFor(text: "WRONGPASS")
                let lines = listener.errors.split(separator: "\n")
                // Closed, perhaps not there for a moment, wrong password: each once.
                #expect((2...3).contains(lines.count), "\(lines)")
                #expect(Set(lines.map { $0.dropFirst(9) }).count == lines.count)
            }
        }
    }
}
