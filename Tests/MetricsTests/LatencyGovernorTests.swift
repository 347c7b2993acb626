import Metrics
import Testing

/// Round trips in, speed out: the one rule by which sweeps, plans and purges give way.
@Suite struct LatencyGovernorTests {
    @Test func aSlowerServerHalvesTheSpeed() {
        var governor = LatencyGovernor(.sweep)
        for second in 0..<10 { #expect(governor.note(0.001, at: Double(second)) == nil) }
        #expect(governor.share == 1 && !governor.isGivingWay)
        // More than twice the normal one, but not 2 ms more.
        #expect(governor.note(0.0025, at: 10) == nil)
        let decision = governor.note(0.02, at: 11)
        #expect(decision == .init(isSlower: true, share: 0.5, roundTrip: 0.02, normal: 0.001))
        #expect(governor.isGivingWay)
        for second in 12..<30 { governor.note(0.001, at: Double(second)) }
        #expect(governor.share == 1)
        for second in 30..<60 { governor.note(0.5, at: Double(second)) }
        #expect(governor.share >= 1.0 / 16)
    }

    @Test func beforeFiveRoundTripsNothingIsNormal() {
        var governor = LatencyGovernor(.sweep)
        for second in 0..<4 { governor.note(0.001, at: Double(second)) }
        #expect(governor.normal == nil)
        #expect(governor.note(9, at: 4) == nil && governor.share == 1)
    }

    /// What was slow for more than a minute is the normal state.
    @Test func oldRoundTripsAreForgotten() {
        var governor = LatencyGovernor(.sweep)
        for second in 0..<60 { governor.note(0.001, at: Double(second)) }
        for second in 61..<200 { governor.note(0.1, at: Double(second)) }
        #expect(governor.normal == 0.1)
        #expect(governor.share == 1)
    }

    @Test func whatWasMeasuredBeforeIsNormal() {
        var governor = LatencyGovernor(.purge)
        governor.begin([0.004, 0.001, 0.002, 0.009, 0.002])
        #expect(governor.normal == 0.002)
        governor.begin([])
        #expect(governor.normal == nil)
    }

    @Test(arguments: [(0.01, 0.0, 0.01), (0.01, 0.004, 0.006), (0.01, 0.02, 0)])
    func aPauseIsWhatIsLeftOfTheTime(_ work: Double, _ spent: Double, _ pause: Double) {
        #expect(abs(LatencyGovernor(.sweep).pause(work, spent: spent) - pause) < 1e-12)
    }
}
