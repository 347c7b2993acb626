import Foundation
import RedisClient
import TestSupport
import Testing

/// Is what I see of now? Played on a server that stops answering, dies and comes back.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct LiveOrStaleTests {
    @Test func theHeaderSaysWhetherItIsNow() async throws {
        try await PlayedShop.open { shop in
            try await shop.watch { terminal in
                let screen = try await terminal.waitFor(text: "● live")
                #expect(screen.first?.contains("● live") == true)

                // It answers no more, though its connections stay.
                shop.server.freeze()
                try await terminal.waitFor("a late header") {
                    $0.first?.contains("◐ late") == true
                }
                shop.server.thaw()
                try await terminal.waitFor(text: "● live")

                await shop.server.kill()
                try await terminal.waitFor(text: "○ lost, as of")
                try await terminal.waitFor(text: "next try in")
                try await shop.server.restart()
                try terminal.type("r")
                try await terminal.waitFor(text: "● live")
            }
        }
    }
}
