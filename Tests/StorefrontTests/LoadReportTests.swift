import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import Storefront

@Suite struct LoadReportTests {
    private func answer(_ status: Int, _ cache: String?) -> Result<ShopAnswer, NoAnswer> {
        .success(
            ShopAnswer(status: status, headers: cache.map { ["X-Cache": $0] } ?? [:]))
    }

    private func report(phases: [LoadPhase]) -> LoadReport {
        let statistics = LoadStatistics(phases: phases.count)
        func count(
            _ resource: LoadResource, _ result: Result<ShopAnswer, NoAnswer>, _ latency: Int,
            phase: Int
        ) {
            _ = statistics.beginFlow(phase: phase)
            _ = statistics.begin(limit: 10, delay: .microseconds(1500))
            statistics.end(resource, result, latency: .milliseconds(latency), phase: phase)
            statistics.endFlow()
        }
        for _ in 0..<9 { count(.product, answer(200, "HIT"), 10, phase: 0) }
        count(.product, answer(404, "MISS"), 100, phase: phases.count - 1)
        count(.search, answer(200, "BYPASS"), 1000, phase: 0)
        count(.other, answer(429, nil), 1, phase: 0)
        count(.other, .failure(.refused), 1, phase: 0)
        count(.other, .failure(.timedOut), 10_000, phase: 0)
        _ = statistics.begin(limit: 0, delay: .zero)
        return LoadReport(
            target: "http://127.0.0.1:8080", phases: phases, totals: statistics.current,
            elapsed: .seconds(2), warmUpRequests: 7)
    }

    private let phases = [
        LoadPhase(name: "Warm up", seconds: 1, rate: 1),
        LoadPhase(name: "A phase with a name that is far too long", seconds: 1, rate: 1),
    ]

    @Test func text() {
        expectGolden(
            report(phases: phases).text.components(separatedBy: "\n"), named: "load-report")
        #expect(!report(phases: [phases[0]]).text.contains("Warm up"))
    }

    @Test func json() {
        expectGolden(
            report(phases: phases).json.components(separatedBy: "\n"), named: "load-report-json")
    }

    @Test func nothingAskedHasNoHitRate() throws {
        let empty = LoadReport(
            target: "http://a", phases: [phases[0]], totals: .init(phases: [.init()]),
            elapsed: .zero)
        #expect(empty.json.contains("\"hitRate\" : null"))
        #expect(empty.json.contains("\"p99Milliseconds\" : null"))
        #expect(empty.text.contains("  -"))
    }

    @Test func theStatusIsAboutTheLastSecond() {
        let full = report(phases: phases).totals
        let none = LoadStatistics.Totals(phases: [.init(), .init()])
        #expect(
            LoadReport.status(full, since: none, seconds: 2, phase: "Warm up")
                .hasPrefix("Warm up  7.0 req/s  hit rate 90.0%  p99 10"))
        let same = LoadReport.status(full, since: full, seconds: 1)
        #expect(same.hasPrefix("0.0 req/s  hit rate -  p99 - ms"))
        #expect(same.contains("failed 2") && same.contains("rate limited 1"))
    }
}
