import Testing

@testable import Metrics

/// A sudden fall of used memory, as by FLUSHALL: growth is measured anew, and what was said before is over.
struct MemoryFallTests {
    private static let megabyte = 1_048_576.0
    private var history = History.standard
    private var second = 0

    private mutating func pass(_ used: [Double], limit: Double = 64) {
        for value in used {
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info(
                        "run_id:a\r\nused_memory:\(UInt64(value * Self.megabyte))\r\n"
                            + "maxmemory:\(UInt64(limit * Self.megabyte))\r\nmaxmemory_policy:x")))
            history.note(alertsOf: snapshot, at: snapshot.takenAt)
            second += 1
        }
    }

    private var snapshot: Snapshot { history.snapshot(Double(second)) }
    /// Mebibytes a minute.
    private var growth: Double? {
        snapshot.memory.growthBytesPerSecond.map { $0 * 60 / Self.megabyte }
    }

    private static func line(_ from: Double, _ to: Double, _ seconds: Int) -> [Double] {
        (0..<seconds).map { from + (to - from) * Double($0) / Double(seconds) }
    }

    @Test mutating func growthBeforeAFallIsForgottenAtOnce() {
        pass(Self.line(20, 50, 120))
        #expect(growth.map { abs($0 - 15) < 1 } == true)
        #expect(snapshot.alert(.memoryFillsUp) != nil)
        pass([4])
        #expect(growth == nil && snapshot.secondsUntilFull == nil)
        #expect(snapshot.alert(.memoryFillsUp) == nil)
        #expect(history.alertBoard.ended.map(\.rule).contains("memoryFillsUp"))
        pass(Self.line(4, 4, 11))
        #expect(growth == 0)
    }

    /// What is filled again grows, and is full by no forecast.
    @Test mutating func refillingIsNoForecast() {
        pass(Self.line(40, 40, 200) + Self.line(5, 30, 50))
        #expect(growth.map { abs($0 - 30) < 3 } == true, "\(growth as Any)")
        #expect(snapshot.secondsUntilFull == nil && snapshot.alert(.memoryFillsUp) == nil)
        // Beyond what it was it is growth as any other.
        pass(Self.line(30, 55, 50))
        #expect(snapshot.secondsUntilFull != nil)
    }

    /// The trial: 5.6 to 9.1 MiB in three minutes after a fall was called steady.
    @Test mutating func whatRisesIsNotSteady() {
        pass(Self.line(9, 9, 110) + Self.line(5.6, 5.81, 11))
        for _ in 0..<16 {
            #expect(growth.map { abs($0 - 1.17) < 0.1 } == true, "\(growth as Any) at \(second)")
            let last = 5.6 + 3.5 * Double(second - 110) / 180
            pass(Self.line(last, last + 0.195, 10))
        }
    }

    /// What goes up and down does not grow, and says by how much it does.
    @Test mutating func aSawHasASwing() {
        pass((0..<300).map { 20 + Double($0 % 60) / 20 })
        #expect(growth == 0)
        let swing = snapshot.memory.growthSwingBytes.map { Double($0) / Self.megabyte }
        #expect(swing.map { (2...3).contains($0) } == true, "\(swing as Any)")
    }

    /// Freed in the background it falls over several polls.
    @Test mutating func aFallOfSeveralPolls() {
        pass(Self.line(20, 50, 120) + [38, 25, 9, 4] + Self.line(4, 5, 30))
        #expect(growth.map { abs($0 - 2) < 0.3 } == true, "\(growth as Any)")
    }

    /// A minute's dip, a peak that is over, a saw: no fall.
    @Test mutating func aDipIsNone() {
        pass(Self.line(40, 42, 120) + [30] + Self.line(30, 42, 20) + Self.line(42, 43, 60))
        #expect(growth.map { $0 > 0 && $0 < 2 } == true, "\(growth as Any)")
        let saw = (0..<200).map { 40 + Double($0 % 25) }
        #expect(SuddenFall(saw.enumerated().map { (seconds: Double($0), value: $1) }) == nil)
        let peaks = (0..<200).map { $0 % 9 == 4 ? 300 : 100.0 }
        #expect(SuddenFall(peaks.enumerated().map { (seconds: Double($0), value: $1) }) == nil)
    }
}
