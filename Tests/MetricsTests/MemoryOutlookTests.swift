import Foundation
import Testing

@testable import Metrics

/// What is said of used memory stands: a refill has a handful of statements, whatever goes up and down beside it.
struct MemoryOutlookTests {
    private static let megabyte = 1_048_576.0
    private static let limit = 128 * megabyte

    struct Refill: Sendable, CustomTestStringConvertible {
        var seconds: Double
        var noise: Noise
        var size: Double
        var testDescription: String { "within \(seconds) s, \(noise) of \(size)" }
    }

    enum Noise: Sendable, CaseIterable {
        case white, walk, saw, wave, spikes

        func values(_ count: Int, seed: UInt64) -> [Double] {
            var dice = seed
            func draw() -> Double {
                dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(dice >> 11) / Double(1 << 53) * 2 - 1
            }
            var walked = 0.0
            return (0..<count).map { second in
                switch self {
                case .white: return draw()
                case .walk:
                    walked = 0.97 * walked + 0.25 * draw()
                    return walked
                case .saw: return Double(second % 23) / 11.5 - 1
                case .wave: return sin(Double(second) / 17 * 2 * .pi)
                case .spikes: return draw() > 0.8 ? 1 : 0
                }
            }
        }
    }

    private static let refills = Noise.allCases.enumerated().map { index, noise in
        Refill(seconds: index % 2 == 0 ? 12 : 90, noise: noise, size: 0.1)
    }

    /// Three minutes of a refill, looked at each second: what panel 2 says of it.
    @Test(arguments: refills) func aRefillSaysAHandfulOfThings(refill: Refill) {
        for seed in [77] as [UInt64] {
            let noise = refill.noise.values(240, seed: seed)
            var course = MemoryCourse()
            var points: [Trend.Point] = []
            var (statements, stretches): ([String], [(at: Int, seconds: Double)]) = ([], [])
            for second in 0..<240 {
                let fell = 60.0
                let age = Double(second) - fell
                let filled = age < 0 ? 1 : 0.3 + 0.7 * (1 - exp(-age / refill.seconds))
                points.append(
                    (Double(second), 20 * Self.megabyte * (filled + refill.size * noise[second])))
                course.follow(points, recalled: [], limit: Self.limit, at: moment(Double(second)))
                guard age >= 0, let outlook = course.outlook, let trend = course.trend else {
                    continue
                }
                let sign = trend.slope > 0 ? "up" : trend.slope < 0 ? "down" : "level"
                let said = "\(outlook) \(sign)"
                if statements.last != said { statements.append(said) }
                if let last = stretches.last, trend.seconds < last.seconds / 2 {
                    stretches.append((second, trend.seconds))
                } else if stretches.isEmpty || trend.seconds > (stretches.last?.seconds ?? 0) * 2 {
                    stretches.append((second, trend.seconds))
                }
            }
            #expect(statements.count <= 6, "\(statements), seed \(seed)")
            let shortest = zip(stretches, stretches.dropFirst()).map { $1.at - $0.at }.min() ?? 99
            #expect(shortest >= 5, "\(stretches), seed \(seed)")
        }
    }

    /// Whatever is measured at each second: at most five changes in three minutes.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func nothingTakesTurns(seed: UInt64) {
        var settling = Settling<Int>()
        let noise = Noise.white.values(4000, seed: seed)
        var (changes, said, value): ([Int], Int?, Int) = ([], nil, 0)
        for (second, draw) in noise.enumerated() {
            // Of all lengths.
            if abs(draw) < 0.02 || second % 160 < 80 && abs(draw) < 0.2 { value = 1 - value }
            guard settling.settle(on: value, at: Double(second), after: 5), value != said else {
                continue
            }
            if said != nil { changes.append(second) }
            said = value
        }
        #expect(!changes.isEmpty)
        for first in changes {
            #expect(changes.count { (first..<first + 180).contains($0) } <= 5)
        }
    }

    /// "full in over 2 h" ends before there are less than two.
    @Test func overTwoHoursIsOverTwoHours() throws {
        let trend = try #require(Trend((0...60).map { (Double($0), Double($0)) }))
        var course = OutlookCourse()
        for second in 0..<40 {
            let left = second < 2 ? 9500 : second < 20 ? 7300 : 7100
            course.follow(
                .init(
                    seconds: Double(second), used: 100_000 - Double(left), limit: 100_000,
                    trend: trend, isRefilling: false))
            if second < 20 { #expect(course.outlook == .notSoon, "\(second)") }
            if second > 25 { #expect(course.outlook == .tooEarly, "\(second)") }
        }
    }

    /// What has passed, or can't be reached, is not waited for.
    @Test(
        arguments: [(3600, 170, nil), (144_900, 20, nil), (6000, 100, 200), (9000, 299, 300)]
            as [(Double, Double, Double?)])
    func whatIsWaitedForCanCome(left: Double, known: Double, needs: Double?) {
        let forecast = Forecast(used: 0, limit: left, perSecond: 1)
        #expect(forecast.needsSeconds(afterKnown: known) == needs)
    }

    struct Growth: Sendable {
        var perSecond: Double
        var seconds: Int
        var limit: Double?
        var outlook: MemoryOutlook
        var needs: Double?
    }

    @Test(
        arguments: [
            Growth(perSecond: 1, seconds: 8, limit: 100, outlook: .notMeasured),
            Growth(perSecond: 1, seconds: 20, limit: 100, outlook: .fills),
            Growth(perSecond: 0.1, seconds: 20, limit: 192, outlook: .tooEarly, needs: 60),
            Growth(perSecond: 0.1, seconds: 200, limit: 192, outlook: .fills),
            Growth(perSecond: 0.001, seconds: 20, limit: 100, outlook: .notSoon),
            Growth(perSecond: 1, seconds: 20, limit: 0, outlook: .noLimit),
            Growth(perSecond: 1, seconds: 20, limit: nil, outlook: .limitUnknown),
            Growth(perSecond: 0, seconds: 20, limit: 100, outlook: .steady),
            Growth(perSecond: -0.1, seconds: 20, limit: 100, outlook: .shrinks),
        ])
    func theReasonIsAFact(growth: Growth) {
        var history = History.standard
        for second in 0...growth.seconds {
            let used = UInt64((10 + growth.perSecond * Double(second)) * Self.megabyte)
            let limit = growth.limit.map { "maxmemory:\(UInt64($0 * Self.megabyte))\r\n" } ?? ""
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info("run_id:a\r\nused_memory:\(used)\r\n\(limit)maxmemory_policy:x")))
        }
        let snapshot = history.snapshot(Double(growth.seconds))
        #expect(snapshot.memory.outlook == growth.outlook)
        #expect((snapshot.secondsUntilFull != nil) == (growth.outlook == .fills))
        let needs = snapshot.memory.forecastNeedsSeconds
        #expect((needs == nil) == (growth.needs == nil))
        if let needs, let expected = growth.needs { #expect(abs(needs - expected) < 1) }
    }
}
