import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

/// Did my purge work, and who purged last night? Played: an operator purges and reads the verdict;
/// another's purge of yesterday is in the trail on Redis.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct PurgeTrailTests {
    @Test func ownPurgeAndYesterdaysByAnother() async throws {
        try await PlayedShop.open { shop in
            try await shop.operate(as: "anna", "purge", "product", "42", "--yes")
            try await moveTrailToYesterday(shop.server)
            try await shop.watch { terminal in
                // No key: it stands in the timeline.
                try await terminal.waitFor("anna's purge") { lines in
                    lines.contains { $0.contains("product 42") && $0.contains("anna") }
                }
                // One's own: what it did stands below it.
                try terminal.type("S")
                try await terminal.waitFor(text: "y sends it")
                try terminal.type("y")
                try await terminal.waitFor("the purge and what it did") {
                    guard let row = $0.firstIndex(where: { $0.contains("search v7→8") }) else {
                        return false
                    }
                    return $0.dropFirst(row + 1).first?.contains("→") == true
                }
                // Three keys: who purged last night.
                try terminal.sendKeys("5", "End", "Enter")
                let detail = try await terminal.waitFor(text: "product 42")
                #expect(detail.contains { $0.contains("anna") })
                let yesterday = try await day(shop.server, before: 1)
                try await terminal.waitFor(text: "\(yesterday) ")
            }
        }
    }

    /// `2026-11-25`, by the server's clock.
    private func day(_ server: RedisServer, before days: Int) async throws -> String {
        let time = try await server.run("TIME").elements?.first?.integerValue ?? 0
        let at = Timestamp(milliseconds: (time - Int64(days) * 86_400) * 1000)
        return String(at.description.prefix(10))
    }

    /// The same entries, with ids and times of a day before.
    private func moveTrailToYesterday(_ server: RedisServer) async throws {
        let (today, yesterday) = (
            try await day(server, before: 0), try await day(server, before: 1)
        )
        let trail = try await server.run("XRANGE cachetop:audit - +").elements ?? []
        #expect(!trail.isEmpty)
        var commands = [[Array("DEL".utf8), Array("cachetop:audit".utf8)]]
        for (index, entry) in trail.enumerated() {
            let parts = entry.elements ?? []
            let id = try #require(parts.first?.text?.split(separator: "-").first)
            let before = try #require(Int64(id)) - 86_400_000
            let fields = (parts.last?.elements ?? []).compactMap(\.text).map {
                Array($0.replacing(today, with: yesterday).utf8)
            }
            commands.append(
                ["XADD", "cachetop:audit", "\(before)-\(index)"].map { Array($0.utf8) } + fields)
        }
        try await server.run(commands)
    }
}
