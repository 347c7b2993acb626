import NIOHTTP1
import TestSupport
import Testing

@testable import Storefront

/// Pages of other origins: everyone's read the shop, allowed ones invalidate.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct CrossOriginTests {
    private static let allow: @Sendable (inout ShopServer.Options) -> Void = {
        $0.allowedOrigins = Set(["https://shop.example"].compactMap(WebOrigin.init))
    }

    /// The same answer whoever asks, so that a CDN keeps one copy.
    @Test(arguments: [nil, "https://shop.example", "https://else.example"])
    func everyonesPagesReadTheShop(origin: String?) async throws {
        try await ServerFixture.with(change: Self.allow) { shop async throws in
            let headers = origin.map { ["Origin": $0] } ?? [:]
            for path in ["/api/product/1", "/api/product/1", "/api/trending/", "/api/facets", "/x"]
            {
                let answer = try await shop.get(path, headers: headers)
                #expect(answer.headers["access-control-allow-origin"] == "*", "\(path)")
                #expect(answer.headers["vary"]?.contains("Origin") != true)
            }
            let health = try await shop.get("/health", headers: headers)
            #expect(health.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test(arguments: [
        ("https://shop.example", 204), ("HTTPS://Shop.example:443", 204),
        ("https://else.example", 403), ("null", 403), ("https://shop.example:8443", 403),
    ])
    func onlyAllowedPagesAreToldThatTheyMayInvalidate(origin: String, status: Int) async throws {
        try await ServerFixture.with(change: Self.allow) { shop async throws in
            let headers = ["Origin": origin, "Access-Control-Request-Method": "POST"]
            for path in ["/api/revalidate", "/api/revalidate/"] {
                let answer = try await ServerFixture.send(
                    .OPTIONS, shop.url + path, headers: headers)
                #expect(answer.status == status)
                #expect(answer.headers["vary"] == "Origin")
                let told = answer.headers["access-control-allow-origin"]
                #expect(told == (status == 204 ? origin : nil))
                if status == 204 {
                    #expect(answer.headers["access-control-allow-methods"] == "POST, OPTIONS")
                    #expect(answer.headers["access-control-allow-headers"] == "Content-Type")
                }
            }
            // The refusals, too: a page has to be able to read why.
            let refused = try await shop.post("{}", headers: ["Origin": origin])
            #expect(refused.status == (status == 204 ? 401 : 403))
            #expect(refused.headers["vary"] == "Origin")
            #expect(
                refused.headers["access-control-allow-origin"] == (status == 204 ? origin : nil))
        }
    }

    @Test(arguments: [
        ("https://Shop.Example", "https://shop.example"), ("http://a:80", "http://a"),
        ("http://a:8080", "http://a:8080"), ("https://[::1]:3000", "https://[::1]:3000"),
        ("shop.example", nil), ("*", nil), ("https://shop.example/", nil), ("null", nil),
        ("https://*.example", nil), ("ftp://a", nil), ("https://u@a", nil), ("", nil),
    ])
    func originsHaveOneForm(text: String, expected: String?) {
        #expect(WebOrigin(text)?.description == expected)
    }

    @Test(arguments: ["shop.example", "*", "https://a.example,https://b.example/admin"])
    func whatIsNoOriginIsRefusedAtTheStart(origins: String) async throws {
        let result = try await Executable.storefront.run(
            ["serve"],
            environment: [
                "REVALIDATE_SECRET": ServerFixture.secret, "ALLOWED_ORIGINS": origins,
            ])
        #expect(result.status == 2)
        #expect(result.errors.contains("is no origin"))
        #expect(result.errors.contains("https://admin.shop.example"))
    }
}
