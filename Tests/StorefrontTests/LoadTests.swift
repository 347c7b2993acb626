import ArgumentParser
import Foundation
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

    @Test func theReportAgreesWithTheStream() async throws {
        try await withRedis { server in
            let command = try load([
                "--rps", "400", "--duration", "2", "--products", "2000", "--changes-per-minute",
                "120", "--warm-up", "--quiet", "--redis", "unix://\(server.socketPath)",
            ])
            let report = try await LoadRun(command, stop: StopSignal()).run()
            let all = report.totals.all
            #expect(all.failures == 0 && all.bypasses == 0 && report.lostEvents == 0)
            #expect(all.requests == all.hits + all.misses)
            #expect((500...1100).contains(all.requests + report.totals.shed))
            #expect(report.totals.resources.count == 6)
            #expect(report.text.contains("hit rate"))
            let entries = try await RedisConnection.withConnection(to: server.endpoint) {
                try await $0.send(RedisCommand("XRANGE", "cache:events", "-", "+")).elements ?? []
            }
            let words = entries.flatMap { $0.elements?.last?.elements ?? [] }.compactMap(\.text)
            let told = words.filter { $0 == "hit" || $0 == "miss" }.count
            let warmUp = Shoppers(products: 2000, exponent: 1, seed: 1).mostWanted().count
            #expect(told == all.requests + warmUp)
        }
    }

    @Test func aRunStopsWhenToldTo() async throws {
        let stop = StopSignal()
        let command = try load([
            "--duration", "0", "--quiet", "--redis", "unix:///nowhere/redis.sock",
        ])
        let run = try LoadRun(command, stop: stop)
        async let report = run.run()
        try await Task.sleep(for: .milliseconds(2500))
        stop.stop()
        let all = await report.totals.all
        #expect(all.bypasses == all.requests)
        #expect(all.failures == 0)
    }

    @Test(arguments: [
        ["--rps", "0"], ["--zipf", "0"], ["--products", "1"], ["--events-batch", "0"],
        ["--ttl-jitter", "1"], ["--duration", "-1"], ["--redis", "nonsense"],
        ["--redis", "redis://user:secret@host"],
    ])
    func wrongOptionsAreRefused(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try load(arguments) }
        #expect(!"\(error as Any)".contains("secret"))
    }

    private func load(_ arguments: [String]) throws -> LoadCommand {
        try LoadCommand.parse(arguments)
    }
}
