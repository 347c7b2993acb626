import Foundation
import HTTPTypes
import Metrics
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// The forms in which an answer comes: with a tag, compressed, without a body; and the metrics.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct AnswerFormTests {
    private static let body =
        "{\"text\":\"\((0..<700).map { "wool \($0 * 7919 % 1009)" }.joined(separator: " "))\"}"
    private static let catalogue = ScriptedCatalogue(
        ScriptedOrigin { _ in .success(Array(body.utf8)) })

    @Test func whoHasItIsToldSo() async throws {
        try await ServerFixture.with(Self.catalogue) { shop async throws in
            let first = try await shop.get("/api/product/1")
            let tag = try #require(first.headers["etag"])
            #expect(tag.hasPrefix("W/\"") && first.headers["vary"] == "Accept-Encoding")
            for known in [tag, "\"x\", \(tag)", "*", String(tag.dropFirst(2))] {
                let again = try await shop.get("/api/product/1", headers: ["If-None-Match": known])
                #expect(again.status == 304 && again.body.isEmpty, "\(known)")
                #expect(again.headers["etag"] == tag && again.cache == "HIT")
                #expect(again.headers["cache-control"] == first.headers["cache-control"])
                #expect(again.headers["access-control-allow-origin"] == "*")
            }
            let other = try await shop.get("/api/product/1", headers: ["If-None-Match": "W/\"x\""])
            #expect(other.status == 200 && other.body == Self.body)
            // Counted as what they are.
            let words = try await shop.events().flatMap { $0 }
            #expect(words.filter { $0 == "hit" }.count == 5)
        }
    }

    /// A change of any byte is another tag.
    @Test func tagsTellBodiesApart() {
        let bodies = (0..<2000).map { Array("{\"id\":\($0 % 7),\"price\":\($0)}".utf8) }
        let prefixes = (0..<64).map { [UInt8](repeating: 0, count: $0) }
        let tags = Set((bodies + prefixes).map(EntityTag.of))
        #expect(tags.count == bodies.count + prefixes.count)
        #expect(EntityTag.of(bodies[1]) == EntityTag.of(Array(bodies[1])))
    }

    /// By curl, which unpacks it.
    @Test(arguments: ["/api/product/1", "/api/search/prod?q=a"])
    func whoTakesGzipGetsIt(path: String) async throws {
        try await ServerFixture.with(Self.catalogue) { shop async throws in
            let plain = try await RawHTTP.get(path, of: shop.url)
            let head = try RawHTTP(shop.url)
            head.write(
                "HEAD \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Accept-Encoding: br, gzip;q=0.5\r\n\r\n")
            let packed = try RawHTTP.answer(in: await head.readToEnd())
            #expect(plain.headers["content-encoding"] == nil)
            #expect(packed.headers["content-encoding"] == "gzip" && packed.body.isEmpty)
            #expect(packed.headers["etag"] == plain.headers["etag"])
            let size = try #require(packed.headers["content-length"].flatMap { Int($0) })
            #expect(size < Self.body.utf8.count / 2)
            let script = """
                import gzip, sys, urllib.request as u
                r = u.urlopen(u.Request(sys.argv[1], headers={"Accept-Encoding": "gzip"}))
                sys.stdout.write(gzip.decompress(r.read()).decode())
                """
            let python = try await Executable.env.run(["python3", "-c", script, shop.url + path])
            #expect(python.output == Self.body, "\(python.errors)")
        }
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("deflate, gzip;q=0.1", true), ("*", true),
        ("gzip;q=0", false),
        ("gzip; q=0.0, *", false), ("identity", false), ("br", false), ("", false),
        ("*;q=0", false),
    ])
    func acceptEncodingIsRead(value: String, expected: Bool) {
        #expect(Gzip.isAccepted([.acceptEncoding: value]) == expected)
    }

    @Test func smallBodiesAreNotWorthIt() {
        #expect(Gzip.compressed(Array("{}".utf8)) == nil)
        var generator = SplitMix64(seed: 7)
        #expect(
            Gzip.compressed((0..<4096).map { _ in UInt8.random(in: 0 ... .max, using: &generator) })
                == nil)
    }

    @Test func metricsCountWhatWasAnswered() async throws {
        try await CatalogueFixture.with(products: 40) { made async throws in
            try await ServerFixture.with(made.catalogue) { shop async throws in
                for path in ["product/1", "product/1", "product/none", "trending", "facets", "x"] {
                    try await shop.get("/api/\(path)")
                    await shop.shop.publisher.finish()
                }
                try made.executeByHand("UPDATE products SET price = 1 WHERE id < 4")
                let answer = try await shop.get("/metrics")
                #expect(
                    answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                #expect(answer.headers["access-control-allow-origin"] == nil)
                let lines = Set(answer.body.split(separator: "\n").map(String.init))
                for line in [
                    "storefront_requests_total{route=\"product\",outcome=\"hit\"} 1",
                    "storefront_requests_total{route=\"product\",outcome=\"miss\"} 1",
                    "storefront_requests_total{route=\"product\",outcome=\"404\"} 1",
                    "storefront_requests_total{route=\"facets\",outcome=\"400\"} 1",
                    "storefront_requests_total{route=\"other\",outcome=\"404\"} 1",
                    "storefront_request_seconds_count{route=\"product\"} 3",
                    "storefront_request_seconds_bucket{route=\"product\",le=\"+Inf\"} 3",
                    "storefront_loads_total{resource=\"product\",outcome=\"ok\"} 1",
                    "storefront_loads_total{resource=\"product\",outcome=\"not_found\"} 1",
                    "storefront_redis_up 1", "storefront_redis_errors_total 0",
                    "storefront_listener_backlog 3", "# TYPE storefront_request_seconds histogram",
                ] {
                    #expect(lines.contains(line), "\(line)")
                }
                let form =
                    /(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)/
                for line in lines { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
                await shop.server.kill()
                try await eventually { shop.shop.link.current == nil }
                #expect(try await shop.get("/metrics").body.contains("storefront_redis_up 0\n"))
            }
        }
    }
}
