import Testing

@testable import Metrics

/// Danger does not wait: whatever was said before, memory that fills is said to fill.
struct MemoryDangerTests {
    private static let megabyte = 1_048_576.0
    private static let limit = 128 * megabyte

    /// Stretches of half a minute to a minute that rise, fall or stay, then growth until it is full.
    private static func used(_ seed: UInt64) -> [Double] {
        var dice = seed
        func draw(_ below: UInt64) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((dice >> 33) % below)
        }
        var (value, values): (Double, [Double]) = (70, [])
        while values.count < 200 {
            let step = [-0.4, -0.2, 0, 0.2, 0.4][draw(5)]
            for _ in 0..<(15 + draw(15)) {
                value = min(100, max(50, value + step))
                values.append(value)
            }
        }
        while values.count < 280 {
            value += 0.3
            values.append(value)
        }
        return values.map { $0 * megabyte }
    }

    /// Polls every two seconds. What one look alone would say is what a course without a past says of it.
    @Test(arguments: [1, 4] as [UInt64]) func whatFillsIsSaidInTime(seed: UInt64) {
        var course = MemoryCourse()
        var points: [Trend.Point] = []
        var (filling, rising): (Double?, Double?)
        for (index, used) in Self.used(seed).enumerated() {
            let second = Double(2 * index)
            points.append((second, used))
            points.removeAll { second - $0.seconds > 300 }
            course.follow(points, recalled: [], limit: Self.limit, at: moment(second))
            var look = MemoryCourse()
            look.follow(points, recalled: [], limit: Self.limit, at: moment(second))
            let isMeasured = course.refill == nil && look.refill == nil
            filling = isMeasured && look.outlook == .fills ? filling ?? second : nil
            rising = look.trend.map { $0.slope > 0 } == true ? rising ?? second : nil
            if let filling, second - filling >= 10 {
                #expect(course.outlook == .fills, "\(second), since \(filling)")
            }
            if let rising, second - rising >= 6 {
                #expect((course.trend?.slope ?? 0) > 0, "\(second), since \(rising)")
            }
        }
        #expect(filling != nil && course.outlook == .fills)
    }
}
