import ArgumentParser
import Console
import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite struct LoadTests {
    /// Against the exact distribution, by chi-squared over the first ranks and the rest.
    @Test(arguments: [0.7, 1.0, 1.4]) func zipfDrawsAsItSays(exponent: Double) {
        let zipf = Zipf(count: 1000, exponent: exponent)
        var generator = SplitMix64(seed: 11)
        let draws = 100_000
        var counts = [Int](repeating: 0, count: 1001)
        for _ in 0..<draws { counts[zipf.draw(using: &generator)] += 1 }
        let weights = (1...1000).map { pow(Double($0), -exponent) }
        let sum = weights.reduce(0, +)
        var expected = weights.prefix(30).map { $0 / sum * Double(draws) }
        expected.append(Double(draws) - expected.reduce(0, +))
        let seen = counts[1...30] + [counts[31...].reduce(0, +)]
        let chi = zip(seen, expected).reduce(0) { $0 + pow(Double($1.0) - $1.1, 2) / $1.1 }
        // 30 degrees of freedom: beyond 60 with a probability of 0.001.
        #expect(chi < 60)
        #expect(counts[0] == 0)
    }

    @Test func oneRankIsAlwaysTheFirst() {
        var generator = SplitMix64(seed: 1)
        #expect(Zipf(count: 1, exponent: 1).draw(using: &generator) == 1)
    }

    @Test func shoppersAreRepeatableAndMixed() {
        var one = Shoppers(products: 1000, exponent: 1, seed: 5)
        var other = Shoppers(products: 1000, exponent: 1, seed: 5)
        let requests = (0..<10_000).map { _ in one.next() }
        #expect(requests == (0..<10_000).map { _ in other.next() })
        for (resource, share) in Shoppers.mix {
            let count = requests.filter { $0.resource == resource }.count
            #expect(abs(count - share * 100) < 200, "\(resource): \(count)")
        }
        let ids = Set(Shoppers(products: 1000, exponent: 1, seed: 5).mostWanted())
        #expect(ids.count == 1 + 40 + 40 + 100 + 400 + 150)
    }

    @Test func percentilesAreWithinThreePercent() throws {
        var histogram = LatencyHistogram()
        #expect(histogram.milliseconds(percentile: 0.5) == nil)
        for milliseconds in 1...1000 { histogram.record(.milliseconds(milliseconds)) }
        for (share, exact) in [(0.01, 10.0), (0.5, 500.0), (0.95, 950), (0.99, 990), (1, 1000)] {
            let value = try #require(histogram.milliseconds(percentile: share))
            #expect((exact...exact * 1.032).contains(value), "\(share): \(value)")
        }
    }

    @Test func aHistogramCanBeReadSinceAnEarlierOne() throws {
        var histogram = LatencyHistogram()
        for _ in 0..<100 { histogram.record(.milliseconds(1)) }
        let earlier = histogram
        for _ in 0..<10 { histogram.record(.milliseconds(900)) }
        let new = histogram.since(earlier)
        #expect(new.count == 10)
        #expect(try #require(new.milliseconds(percentile: 0.01)) > 890)
        #expect(histogram.since(histogram).milliseconds(percentile: 0.5) == nil)
    }

    /// What a ramp lets in, by the area under it; five standard deviations of a Poisson number.
    @Test(arguments: [
        ([LoadPhase(seconds: 60, rate: 50)], [3000.0]),
        ([LoadPhase(seconds: 120, rate: 50, rampTo: 100)], [9000]),
        ([LoadPhase(seconds: 100, rate: 40, rampTo: 0)], [2000]),
        ([LoadPhase(seconds: 100, rate: 0, rampTo: 40)], [2000]),
        (
            [
                LoadPhase(seconds: 10, rate: 100), LoadPhase(seconds: 30, rate: 0),
                LoadPhase(seconds: 20, rate: 10, rampTo: 90), LoadPhase(seconds: 0.5, rate: 2),
            ], [1000, 0, 1000, 1]
        ),
    ])
    func arrivalsFollowThePhases(phases: [LoadPhase], expected: [Double]) {
        #expect(zip(phases, expected).allSatisfy { abs($0.expected() - $1) < 1e-9 })
        var shoppers = Shoppers(products: 100, exponent: 1, seed: 3)
        var arrivals = Arrivals(phases)
        var counts = [Double](repeating: 0, count: phases.count)
        var last = 0.0
        while let arrival = arrivals.next(&shoppers) {
            #expect(arrival.seconds >= last)
            last = arrival.seconds
            #expect(LoadPlan(phases: phases).phase(at: last) == arrival.phase)
            counts[arrival.phase] += 1
        }
        for (count, expected) in zip(counts, expected) {
            #expect(abs(count - expected) <= 5 * expected.squareRoot(), "\(count) \(expected)")
        }
    }

    /// Within a ramp: half of the time of a ramp from 0 has a quarter of its arrivals.
    @Test func aRampIsEven() {
        var shoppers = Shoppers(products: 100, exponent: 1, seed: 4)
        var arrivals = Arrivals([LoadPhase(seconds: 100, rate: 0, rampTo: 200)])
        var early = 0.0
        while let arrival = arrivals.next(&shoppers) { early += arrival.seconds < 50 ? 1 : 0 }
        #expect(abs(early - 2500) < 250)
    }

    @Test func anEndlessPhaseNeverEnds() {
        var shoppers = Shoppers(products: 100, exponent: 1, seed: 4)
        var arrivals = Arrivals([LoadPhase(seconds: .infinity, rate: 1000)])
        let last = (0..<10_000).compactMap { _ in arrivals.next(&shoppers) }.last
        #expect(abs((last?.seconds ?? 0) - 10) < 1)
    }

    @Test(arguments: [
        ("/api/search/prod?q=a/b", LoadResource.search), ("/api/search/prod", .search),
        ("/api/search/other", .other), ("/api/product/7", .product), ("/api/product", .other),
        ("/api/product/7/reviews", .other), ("/api/inventory/7?x=1", .inventory),
        ("/api/category/shoes?page=2", .category), ("/api/facets?category=shoes", .facets),
        ("/api/trending", .trending), ("/", .other), ("", .other), ("/product/7", .other),
    ])
    func aPathTellsItsResource(path: String, resource: LoadResource) {
        #expect(LoadResource(path: path) == resource)
    }

    @Test func requestsHaveTheirPaths() {
        var query = SearchQuery(text: "Café & co", category: "a/b")
        query.minPrice = 1905
        query.maxPrice = 20_000
        query.page.number = 2
        #expect(
            ShopRequest.search(query).path
                == "/api/search/prod?q=caf%C3%A9%20%26%20co&category=a%2Fb&minPrice=19.05"
                + "&maxPrice=200.00&page=2")
        #expect(ShopRequest.search(SearchQuery(text: "a")).path == "/api/search/prod?q=a")
        #expect(ShopRequest.product(id: "../x?").path == "/api/product/..%2Fx%3F")
        #expect(ShopRequest.category(slug: "boots", page: Page()).path == "/api/category/boots")
        #expect(
            ShopRequest.category(slug: "boots", page: Page(number: 3, limit: 10)).path
                == "/api/category/boots?page=3&limit=10")
        var shoppers = Shoppers(products: 1000, exponent: 1, seed: 5)
        for _ in 0..<1000 {
            let request = shoppers.next()
            #expect(LoadResource(path: request.path) == LoadResource(request.resource))
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/x"),
        ("http://localhost:8080/", "http://localhost:8080/x"),
        ("https://shop.example/v1/", "https://shop.example/v1/x"),
        ("http://[::1]:80", "http://[::1]:80/x"),
        ("http+unix://%2Frun%2Fa%20b.sock", "http+unix://%2Frun%2Fa%20b.sock/x"),
    ])
    func aTargetStandsBeforeThePaths(text: String, url: String) throws {
        #expect(try ShopTarget.base(text).url("/x") == url)
    }

    @Test(arguments: [
        "localhost:3000", "nonsense", "", "http://", "ftp://a", "http://user:secret@host",
        "http://host:99999", "http://host/?q=secret", "http://host/#a",
    ])
    func aTargetThatCantBeUsedIsRefused(text: String) {
        let error = #expect(throws: Ending.self) { try ShopTarget.base(text) }
        #expect(error?.description.contains("secret") == false)
        #expect(throws: (any Error).self) { try LoadCommand.parse([text]) }
    }

    @Test(arguments: [
        ["--rps", "0"], ["--zipf", "0"], ["--products", "1"], ["--duration", "-1"],
        ["--duration", "2y"], ["--concurrency", "0"], ["--wait", "soon"], ["--redis", "x"],
        ["--scenario", "a.yaml", "--rps", "0"],
    ])
    func wrongOptionsAreRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try LoadCommand.parse(arguments) }
    }
}
