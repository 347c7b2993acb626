import Foundation
import Testing

@testable import Metrics

/// What is filled again after a fall, or for the first time, is no growth for good: it is said to be full by
/// no forecast, and no two statements take turns.
struct MemoryRefillTests {
    private static let megabyte = 1_048_576.0
    private static let limit = 128 * megabyte

    struct Course: Sendable, CustomTestStringConvertible {
        /// Until it is nearly level.
        var seconds: Double
        /// What it levels at, as a share of the limit.
        var level: Double
        var noise: Double
        var falls: Bool
        var testDescription: String {
            "within \(seconds) s to \(level), noise \(noise)\(falls ? ", after a fall" : "")"
        }

        func used(_ second: Double) -> Double {
            let start = falls ? 60.0 : 0
            let filled = 0.2 + 0.8 * (1 - exp(-(second - start) / seconds))
            return level * limit * ((second < start ? 1 : filled) + noise * wobble(second))
        }
    }

    private static let courses = [10.0, 30, 120, 600].flatMap { seconds in
        [(0, true), (0.03, false)].map { noise, falls in
            Course(seconds: seconds, level: 0.05, noise: noise, falls: falls)
        }
    }

    private static func wobble(_ second: Double) -> Double {
        let value = sin(second * 12.9898) * 43_758.5453
        return (value - value.rounded(.down) - 0.5) * 2
    }

    /// Polls of 400 seconds.
    private static func watch(
        _ used: (Double) -> Double, _ look: (Double, MemoryCourse, _ left: Double?) -> Void
    ) {
        var course = MemoryCourse()
        var points: [Trend.Point] = []
        for second in stride(from: 0.0, through: 400, by: 1) {
            points.append((seconds: second, value: used(second)))
            points.removeAll { second - $0.seconds > 300 }
            course.follow(points, recalled: [], limit: limit, at: moment(second))
            let growth = course.trend?.slope ?? 0
            let left = course.outlook == .fills ? (limit - used(second)) / growth : nil
            look(second, course, left)
        }
    }

    @Test(arguments: courses)
    func whatLevelsAtAFewPercentIsNeverFull(course: Course) {
        var turns = 0
        var last: String?
        Self.watch(course.used) { second, found, left in
            #expect(left == nil, "at \(second)")
            guard let growth = found.trend?.slope else { return }
            let statement =
                found.refill != nil
                ? "refilling" : growth > 0 ? "up" : growth < 0 ? "down" : "level"
            if let last, last != statement { turns += 1 }
            last = statement
        }

        #expect(turns <= 5)
    }

    /// Growth that goes on is full some time, and says so at every moment.
    @Test(arguments: zip([0.1, 0.25, 0.5], [0.3, 1, 1]))
    func steadyGrowthIsFullSomeTime(perSecond: Double, noisy: Double) {
        Self.watch { second in
            (20 + perSecond * max(0, second - 100) + noisy * Self.wobble(second)) * Self.megabyte
        } _: { second, _, said in
            let left = (108 - perSecond * (second - 100)) / perSecond
            // A forecast reaches thirty times as far as growth was measured, which goes up in steps.
            guard second >= 160, left > 20, left < 6 * (second - 100) else { return }
            #expect(
                said.map { abs($0 - left) < 0.35 * left + 10 } == true,
                "\(said as Any), not \(left), at \(second)")
        }
    }

    /// A restart empties it as a FLUSH does.
    @Test func aRestartIsAFall() {
        var history = History.standard
        for second in 0..<200 {
            let isBefore = second < 100
            let used = isBefore ? 40 : 2 + 20 * (1 - exp(-Double(second - 100) / 60))
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info(
                        "run_id:\(isBefore ? "a" : "b")\r\nused_memory:\(UInt64(used * Self.megabyte))\r\n"
                            + "maxmemory:\(UInt64(Self.limit))\r\nmaxmemory_policy:x")))
            let memory = history.snapshot(Double(second)).memory
            #expect(memory.refillingSince == (isBefore ? nil : moment(100)), "\(second)")
        }
        #expect(history.snapshot(200).secondsUntilFull == nil)
    }
}
