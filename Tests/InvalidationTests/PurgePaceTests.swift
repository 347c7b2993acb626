import Invalidation
import Testing

struct PurgePaceTests {
    /// The pause doubles with each slow answer up to half a second, and halves again.
    @Test func itPausesLongerWhileTheServerIsSlow() {
        var pace = PurgePace(batch: 100)
        pace.begin([0.001, 0.009, 0.001, 0.002, 0.001])
        #expect(pace.normalSeconds == 0.001 && pace.pauseSeconds == 0.001)
        var pauses: [Double] = []
        for (second, roundTrip) in [0.01, 0.01, 0.01, 0.0015, 0.001, 0.001].enumerated() {
            pace.note(roundTrip, at: Double(second))
            pauses.append((pace.pauseSeconds * 1000).rounded())
        }
        #expect(pauses == [2, 4, 8, 4, 2, 1])
        for second in 6..<30 { pace.note(1, at: Double(second)) }
        #expect(pace.pauseSeconds == 0.5 && pace.lastSeconds == 1)
    }
}
