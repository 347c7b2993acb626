import Metrics
import Testing

@Suite struct InvalidationProgressTests {
    /// Latencies before and after a batch, whether it is slowed, and whether that is giving way.
    @Test(
        arguments: [
            (0.001, 0.002, true, true), (0.001, 0.001, true, false), (0.001, 0.002, false, false),
            (nil, 0.002, true, false), (0.001, nil, true, false), (nil, nil, true, false),
        ] as [(Double?, Double?, Bool, Bool)])
    func whatIsNotKnownIsNotGivingWay(
        before: Double?, after: Double?, isSlowed: Bool, isGivingWay: Bool
    ) {
        let progress = InvalidationProgress(
            done: 1, of: 2, removed: 1, seconds: 1, latencySeconds: after,
            latencyBeforeSeconds: before, isSlowed: isSlowed)
        #expect(progress.isGivingWay == isGivingWay)
    }
}
