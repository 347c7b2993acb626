import Foundation
import RedisClient
import TestSupport
import Testing

/// Which keys miss now? Played: a product that the shop does not have is asked for again and again.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct KeysThatMissTests {
    @Test func theKeyThatMissesMostIsOnTop() async throws {
        try await PlayedShop.open { shop in
            try await shop.watch { terminal in
                let pairs = (0..<200).flatMap { _ in ["miss", "product:404"] }
                try await shop.server.run([
                    (["XADD", "cache:events", "*"] + pairs).map { Array($0.utf8) }
                ])
                // No key is needed: it stands in its panel.
                try await terminal.waitFor("product:404 as the first of the missed keys") { lines in
                    guard let title = lines.firstIndex(where: { $0.contains("issed keys") }) else {
                        return false
                    }
                    return lines.dropFirst(title + 2).first?.contains("product:404") == true
                }
                // Two keys: those of the last minute, and no others; a third one, those of an hour.
                try terminal.sendKeys("4", "m")
                try await terminal.waitFor(text: "last 1 min")
                try terminal.sendKeys("m")
                try await terminal.waitFor(text: "last 60 min")
                // And the key itself.
                try terminal.sendKeys("Down", "Enter")
                let key = try await terminal.waitFor(text: "200 misses")
                #expect(key.contains { $0.contains("look-ups") })
            }
        }
    }
}
