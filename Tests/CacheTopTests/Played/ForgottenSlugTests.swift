import Foundation
import RedisClient
import TestSupport
import Testing

/// Purge a category whose slug one does not remember. Played: twelve categories in Redis, one of which is
/// asked for most.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct ForgottenSlugTests {
    private static let slugs = [
        "mens-winter-boots", "womens-winter-boots", "kids-shoes", "hats", "bags", "belts", "socks",
        "scarves",
        "gloves", "sandals", "sneakers", "umbrellas",
    ]

    private func fill(_ server: RedisServer) async throws {
        let life = ["EX", "300"]
        var commands = Self.slugs.flatMap { slug in
            (0..<3).map { ["SET", "category:\(slug):h\($0):v3", "page"] + life }
        }
        let pairs = (0..<50).flatMap { _ in ["miss", "category:mens-winter-boots:h1:v3"] }
        commands.append(["XADD", "cache:events", "*"] + pairs)
        try await server.run(commands.map { $0.map { Array($0.utf8) } })
    }

    private func count(_ slug: String, _ server: RedisServer) async throws -> Int {
        try await server.run("KEYS category:\(slug):*").elements?.count ?? 0
    }

    /// What is typed before the question stands on the screen does not answer it.
    private func ask(_ terminal: Tmux) async throws {
        try terminal.type("C")
        try await terminal.waitFor(text: "12 names seen", timeout: .seconds(60))
    }

    @Test func threeKeysLeadToThePlan() async throws {
        try await PlayedShop.open { shop in
            try await fill(shop.server)
            try await shop.watch { terminal in
                try await terminal.waitFor("the categories in the table", timeout: .seconds(60)) {
                    $0.contains { $0.hasPrefix(" category") && $0.contains(" 36 ") }
                }
                // Three keys: the list says which there are, the one that is used most stands first.
                try await ask(terminal)
                try terminal.sendKeys("Down", "Enter")
                try await terminal.waitFor(text: "y sends it", timeout: .seconds(60))
                let plan = try terminal.capture().joined(separator: "\n")
                #expect(plan.contains("category:mens-winter-boots"))
                try terminal.sendKeys("Escape")
                try await terminal.waitFor(text: "nothing was sent")

                // Three keys: a letter or two of it, and Tab puts the whole slug in.
                try await ask(terminal)
                try terminal.sendKeys("k", "Tab")
                try await terminal.waitFor(text: "SLUG: kids-shoes")
                try terminal.sendKeys("Enter")
                try await terminal.waitFor(text: "y sends it", timeout: .seconds(60))
                try terminal.type("y")
                try await terminal.waitFor("the purge in the timeline", timeout: .seconds(60)) {
                    $0.contains { $0.contains("category kids-shoes") && $0.contains("3 keys") }
                }
                #expect(try await count("kids-shoes", shop.server) == 0)
                #expect(try await count("mens-winter-boots", shop.server) == 3)
            }
        }
    }

    @Test func aSlugThatNothingHasNamedIsAskedForTwice() async throws {
        try await PlayedShop.open { shop in
            try await fill(shop.server)
            try await shop.watch { terminal in
                try await terminal.waitFor("the categories in the table", timeout: .seconds(60)) {
                    $0.contains { $0.hasPrefix(" category") && $0.contains(" 36 ") }
                }
                try await ask(terminal)
                try terminal.type("winterboot")
                try terminal.sendKeys("Enter")
                let doubt = try await terminal.waitFor(text: "Enter again plans it anyway")
                // What it may have been stands below.
                #expect(doubt.contains { $0.contains("mens-winter-boots") })
                try terminal.sendKeys("Enter")
                try await terminal.waitFor(
                    text: "Nothing is there to remove", timeout: .seconds(60))
            }
        }
    }
}
