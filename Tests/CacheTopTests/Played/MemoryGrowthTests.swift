import Foundation
import RedisClient
import TestSupport
import Testing

/// Whose is the memory, and when is it full? Played: searches grow towards the limit.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct MemoryGrowthTests {
    @Test func itSaysWhoseItIsAndWhenItIsFull() async throws {
        let options = RedisServer.Options { $0.arguments = ["--maxmemory", "200mb"] }
        try await PlayedShop.open(options) { shop in
            try await shop.watch { terminal in
                let page = [UInt8](repeating: 120, count: 20_000)
                for round in 0..<25 {
                    let commands = (0..<25).map { index in
                        [Array("SET".utf8), Array("search:grown\(round)-\(index):v7".utf8), page]
                    }
                    try await shop.server.run(commands)
                    try await Task.sleep(for: .seconds(1))
                }
                // No key: when, in the alerts and the panel; whose, below the curve.
                let screen = try await terminal.waitFor("a forecast") {
                    $0.contains { $0.contains("full in ~") }
                        && $0.contains { $0.contains("│ search ") }
                }
                #expect(screen.contains { $0.contains("! memory full in ~") })
                #expect(screen.contains { $0.contains("growth +") && $0.contains("/min") })
                // One key: each part, on the whole screen.
                try terminal.sendKeys("2", "Enter")
                let panel = try await terminal.waitFor("all parts") {
                    $0.contains { $0.contains("overhead") } && $0.count { $0.contains("─") } < 12
                }
                #expect(panel.contains { $0.contains("search") && $0.contains("MiB") })
            }
        }
    }
}
