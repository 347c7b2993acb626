import Metrics
import Testing

@Suite struct ThrottleTests {
    @Test func atMostOnceInItsTime() {
        var throttle = Throttle(seconds: 0.1)
        let due = [0, 0.05, 0.11, 0.15, 0.22].filter { throttle.isDue($0) }
        #expect(due == [0, 0.11, 0.22])
    }

    /// Sooner or later than its time.
    @Test(arguments: [(0.025, [0.03, 0.14]), (0.2, [0.2])] as [(Double, [Double])])
    func theFirstTimeIsSet(_ rest: Double, _ expected: [Double]) {
        var throttle = Throttle(seconds: 0.1)
        throttle.wait(rest, from: 0)
        #expect([0, 0.02, 0.03, 0.1, 0.14, 0.2].filter { throttle.isDue($0) } == expected)
    }
}
