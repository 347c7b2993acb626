import Metrics
import Testing

@Suite struct InvalidationProgressTests {
    /// Latencies before and after a batch, the pause that follows, and whether that is giving way.
    @Test(
        arguments: [
            (0.001, 0.002, 0.1, true), (0.001, 0.001, 0.1, false), (0.001, 0.002, 0, false),
            (nil, 0.002, 0.1, false), (0.001, nil, 0.1, false), (nil, nil, 0.1, false),
        ] as [(Double?, Double?, Double, Bool)])
    func whatIsNotKnownIsNotGivingWay(
        before: Double?, after: Double?, pause: Double, isGivingWay: Bool
    ) {
        let progress = InvalidationProgress(
            done: 1, of: 2, removed: 1, seconds: 1, latencySeconds: after,
            latencyBeforeSeconds: before, pauseSeconds: pause)
        #expect(progress.isGivingWay == isGivingWay)
    }
}
