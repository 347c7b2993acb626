import Foundation
import RedisClient
import TestSupport
import Testing

/// Which keys have the wrong TTL? Played: a warm script writes products for ten minutes instead of one,
/// and some for ever.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct WrongTTLTests {
    @Test func theKeysAreListed() async throws {
        try await PlayedShop.open { shop in
            let long = (0..<50).map { ["SET", "product:\(90_001 + $0)", "w", "EX", "600"] }
            let endless = (0..<5).map { ["SET", "product:\(90_101 + $0)", "w"] }
            try await shop.server.run((long + endless).map { $0.map { Array($0.utf8) } })
            try await shop.watch { terminal in
                // No key: how many, in their row.
                try await terminal.waitFor("50 over, 5 without expiry") {
                    $0.contains {
                        $0.hasPrefix(" product ") && $0.contains("50!") && $0.contains("5!")
                    }
                }
                // Three keys: which.
                try terminal.sendKeys("7", "Down", "Enter")
                let list = try await terminal.waitFor(text: "product: over policy, policy 1m00")
                #expect(list.count { $0.hasPrefix(" product:900") } > 20)
            }
        }
    }
}
