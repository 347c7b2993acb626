import Foundation
import Testing

@testable import Metrics

/// A refill is over when what was lost is there again and fills no faster than before; and nothing is said of
/// the end of growth that is hardly known.
struct MemoryRegainedTests {
    private static let megabyte = 1_048_576.0
    private static let limit = 128 * megabyte

    /// A shop that fills to a level within a time, and goes on as slowly as before the fall.
    struct Course: Sendable, CustomTestStringConvertible {
        var fills: Double
        var level: Double
        var before: Double
        var noise: Double
        var testDescription: String { "within \(fills) s to \(level), \(before)/s, noise \(noise)" }

        func used(_ second: Double) -> Double {
            let wobble = sin(second * 12.9898) * 43_758.5453
            return smooth(second) + 10 * megabyte * (wobble - wobble.rounded(.down) - 0.5) * 2
                * noise
        }

        func smooth(_ second: Double) -> Double {
            let age = second - 80
            let filled = age < 0 ? 1 : level * (1 - 0.7 * exp(-age / fills))
            return megabyte * (10 * filled + before * second)
        }
    }

    private static let courses = [
        Course(fills: 30, level: 1, before: 0, noise: 0),
        Course(fills: 40, level: 0.98, before: 0, noise: 0.01),
        Course(fills: 60, level: 1, before: 0.002, noise: 0.003),
    ]

    /// Polls every four seconds: what is said, and of which point.
    private static func watch(
        _ seconds: Int, _ used: (Double) -> Double, _ look: (Double, MemoryCourse) -> Void
    ) {
        var course = MemoryCourse()
        var points: [Trend.Point] = []
        for second in stride(from: 0, to: Double(seconds), by: 4) {
            points.append((second, used(second)))
            points.removeAll { second - $0.seconds > 300 }
            course.follow(points, recalled: [], limit: limit, at: moment(second))
            look(second, course)
        }
    }

    /// Within a minute after it is there but for a few percent, and not before. Nothing that was filled again is
    /// said of "full".
    @Test(arguments: courses) func whatIsThereAgainIsNotRefilled(course: Course) {
        let height = course.smooth(79)
        var (ended, back): (Double?, Double?)
        Self.watch(360, course.used) { second, found in
            #expect(found.outlook != .fills, "at \(second)")
            guard second > 84 else { return }
            let aMinute = course.smooth(second) - course.smooth(second - 60)
            if back == nil, second > 150, course.smooth(second) > 0.96 * height,
                aMinute < 0.04 * height
            {
                back = second
            }
            guard found.refill == nil else { return #expect(ended == nil, "again at \(second)") }
            if ended == nil { #expect(course.smooth(second) > 0.93 * height, "at \(second)") }
            ended = ended ?? second
        }
        let (over, isBack) = (ended ?? .infinity, back ?? .infinity)
        #expect(isBack < 360 && over <= isBack + 12, "over at \(over), back at \(isBack)")
    }

    /// Half a minute of points don't know where growth ends.
    @Test(arguments: [20.0, 60]) func levelsOffNeedsItsTime(fills: Double) {
        var said: Double?
        Self.watch(160) {
            10 * Self.megabyte * (1 - exp(-($0 + 1) / fills))
        } _: { second, found in
            if found.outlook == .levelsOff { said = said ?? second }
        }
        #expect(said.map { $0 >= 60 } ?? true, "\(said as Any)")
    }
}
