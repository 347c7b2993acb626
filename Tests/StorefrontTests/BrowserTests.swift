import Foundation
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// The shop as a page of another origin sees it, in headless Chromium: what CORS lets through is the
/// browser's decision, not ours.
@Suite(
    .tags(.redis, .http), .timeLimit(.minutes(5)),
    .enabled(
        if: Browser.isInstalled,
        "needs chromium, chromium-driver and python3's selenium: 'make packages-browser' installs them"
    ))
struct BrowserTests {
    private struct Outcome: Decodable, Equatable {
        var status: Int?
        var cache: String?
        var hasBody: Bool?
        var error: String?
    }

    @Test func aPageReadsTheShopAndOnlyAllowedOnesInvalidate() async throws {
        let (mine, foreign) = try (TestPorts.take(), TestPorts.take())
        let origin = try #require(WebOrigin("http://127.0.0.1:\(mine)"))
        let change: @Sendable (inout ShopServer.Options) -> Void = { $0.allowedOrigins = [origin] }
        try await ServerFixture.with(change: change) { shop async throws in
            let script = Repository.root.appending(path: "Tests/Browser/page.py").path()
            let result = try await Executable.env.run(
                [
                    "python3", script, shop.url, ServerFixture.secret, "\(mine)", "\(foreign)",
                ],
                environment: ProcessInfo.processInfo.environment)
            try #require(result.status == 0, "\(result.errors)")
            let pages = try JSONDecoder().decode(
                [String: [String: Outcome]].self, from: Data(result.output.utf8))
            let (own, other) = (try #require(pages["\(mine)"]), try #require(pages["\(foreign)"]))
            let blocked = Outcome(error: "TypeError")
            #expect(own["product"] == Outcome(status: 200, cache: "MISS", hasBody: true))
            #expect(other["product"] == Outcome(status: 200, cache: "HIT", hasBody: true))
            for page in [own, other] {
                #expect(page["missing"] == Outcome(status: 404, hasBody: true))
                #expect(page["health"] == blocked)
            }
            #expect(own["purge"] == Outcome(status: 200, hasBody: true))
            #expect(own["slash"] == Outcome(status: 200, hasBody: true))
            #expect(own["wrongSecret"] == Outcome(status: 401, hasBody: true))
            for name in ["purge", "slash", "wrongSecret"] { #expect(other[name] == blocked) }
            // One bump: the foreign page's requests never came through.
            #expect(try await shop.send("GET", "version:search").text == "2")
        }
    }
}
