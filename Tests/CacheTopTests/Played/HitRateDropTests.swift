import Foundation
import RedisClient
import TestSupport
import Testing

/// Why did the hit rate drop five minutes ago? Played: a script removes 400 product keys and says so to
/// no one; twenty seconds later, when the rate is up again, an operator asks.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct HitRateDropTests {
    @Test func keysWentUnannounced() async throws {
        try await PlayedShop.open { shop in
            try await shop.watch { terminal in
                // So that there is something to compare with.
                try await shop.serveMore(batches: 150)
                let victims = (0..<400).map { "product:\($0)" }
                try await shop.server.run([(["UNLINK"] + victims).map { Array($0.utf8) }])
                // Twenty seconds stand for five minutes.
                try await shop.serveMore(batches: 300)

                // No key: it stands in the timeline, with what it did to the hit rate.
                let screen = try await terminal.waitFor("the happening") {
                    $0.contains { $0.contains("✖") && $0.contains("unknown") }
                }
                let row = screen.firstIndex { $0.contains("✖") && $0.contains("unknown") } ?? 0
                #expect(screen[row].contains("keys gone"))
                #expect(screen[row + 1].contains("→"), "\(screen[row + 1])")
                // Below the curve, too.
                #expect(screen.prefix(12).contains { $0.contains("✖") })

                // Two keys: the evidence.
                try terminal.sendKeys("5", "Enter")
                let list = try await terminal.waitFor("the whole timeline") {
                    $0.prefix(4).contains { $0.contains("5 Timeline") }
                }
                // An alert that begins meanwhile stands above it.
                let head = list.firstIndex { $0.contains("  time ") } ?? 0
                let place = list.firstIndex { $0.contains("✖") && $0.contains("unknown") } ?? head
                for _ in head..<max(head + 1, place) { try terminal.sendKeys("Down") }
                let detail = try await terminal.waitFor(text: "nothing announced it")
                // How many there were before and after; whose, only where a sweep came in time.
                #expect(detail.contains { $0.contains(" keys ") && $0.contains("→") })
                #expect(
                    detail.contains { $0.contains("hit rate ") && $0.contains("at its lowest") })
            }
        }
    }
}
