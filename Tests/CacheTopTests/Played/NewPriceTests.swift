import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

/// When do customers see the new price everywhere? Played: a price was changed, and the product is to be
/// purged.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct NewPriceTests {
    @Test func thePlanSaysWhenThePriceIsNewEverywhere() async throws {
        try await PlayedShop.open { shop in
            try await shop.watch { terminal in
                try await terminal.waitFor(text: "product:", timeout: .seconds(60))
                // Three keys, with nothing selected: the product that is asked for most.
                try terminal.type("P")
                try await terminal.waitFor(text: "names seen", timeout: .seconds(60))
                try terminal.sendKeys("Down", "Enter")
                let plan = try await terminal.waitFor(
                    text: "everywhere by", timeout: .seconds(60))
                let text = plan.joined(separator: "\n")
                for words in [
                    "search ", "category ", "trending ", "CDN may serve the old copy until",
                ] {
                    #expect(text.contains(words), "\(words)")
                }
                try terminal.sendKeys("Escape")
                try await terminal.waitFor(text: "nothing was sent")
                // Three keys: the same of all products, without a plan.
                try terminal.sendKeys("Down", "Down", "Enter")
                let detail = try await terminal.waitFor(text: "is purged now, a change shows")
                #expect(detail.contains { $0.contains("everywhere by") })
                #expect(detail.contains { $0.contains("> product") })
            }
        }
    }

    /// The command line says the same, as text and as JSON.
    @Test func theDryRunSaysTheSame() async throws {
        try await PlayedShop.open { shop in
            let dryRun = ["purge", "product", "42", "--dry-run"]
            let text = try await Executable.cachetop.run(dryRun, environment: shop.environment)
            #expect(
                text.output.contains(
                    "not purged; Redis and the CDN may serve old copies until search"))
            #expect(text.output.contains("everywhere by"))
            let json = try await Executable.cachetop.run(
                dryRun + ["--json"], environment: shop.environment)
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            let report = try #require(object as? [String: Any])
            let new = try #require(report["newAgain"] as? [String: Any])
            let record = try #require(report["record"] as? [String: Any])
            let times = try #require(new["times"] as? [[String: Any]])
            #expect(
                times.filter { $0["place"] as? String == "alsoIn" }
                    .compactMap { $0["resource"] as? String } == ["search", "category", "trending"])
            let end = try #require(
                (new["everywhereAt"] as? String).flatMap(Timestamp.init(rfc3339:)))
            let begin = try #require((record["at"] as? String).flatMap(Timestamp.init(rfc3339:)))
            #expect(end.seconds(since: begin) == 3600)
        }
    }
}
