import Testing

@testable import CacheTop

/// What may be on its way, by how fast a terminal answers: a line of so many bytes a second, as values.
@Suite struct LinePaceTests {
    /// Of a terminal that has kept bytes waiting.
    private static func suspicious(until end: Double = 1000) -> LinePace {
        var pace = LinePace()
        pace.waited(for: 0.3, bytes: 30_000, at: end)
        return pace
    }

    /// What is taken at once, or nearly, is never asked about; what has to wait is, for a minute.
    @Test func aQuickTerminalIsNeverAsked() {
        var pace = LinePace()
        for step in 0..<1000 {
            if step % 10 == 0 { pace.waited(for: 0.1, bytes: 9000, at: Double(step)) }
            let isAsked = pace.sends(6000, isWhole: true, at: Double(step))
            #expect(!isAsked)
        }
        #expect(pace.awaited == 0 && pace.onItsWay == 0)
        pace.waited(for: 0.3, bytes: 60_000, at: 1000)
        let isAsked = pace.sends(6000, isWhole: true, at: 1001)
        pace.answered(at: 1001.1)
        let isAskedLater = pace.sends(6000, isWhole: true, at: 1061)
        #expect(isAsked && !isAskedLater)
    }

    /// Sends frames for some seconds over a line. Returns the most bytes that were ever ahead of a new frame.
    private func mostAhead(
        bytesPerSecond: Double, delay: Double = 0.02, frame: Int = 6000, seconds: Double = 60,
        answers: Bool = true, after settled: Double = 15
    ) -> Int {
        var pace = Self.suspicious()
        var now = 0.0
        /// When the last byte that was sent arrives, and when answers do.
        var free = 0.0
        var due: [Double] = []
        var (left, most) = (0, 0)
        while now < seconds {
            while let first = due.first, first <= now {
                due.removeFirst()
                pace.answered(at: first)
            }
            if left == 0 { left = frame }
            let room = pace.room(at: now)
            let count = min(left, room ?? left)
            if count > 0 {
                let ahead = Int(max(0, free - now) * bytesPerSecond)
                if now > settled { most = max(most, ahead) }
                free = max(free, now) + Double(count) / bytesPerSecond
                left -= count
                if pace.sends(count, isWhole: left == 0, at: now), answers {
                    due.append(free + delay)
                }
            }
            now += 0.05
        }
        return most
    }

    @Test(arguments: [1200.0, 2048, 9600])
    func onASlowLineLittleIsOnItsWay(bytesPerSecond: Double) {
        let most = mostAhead(bytesPerSecond: bytesPerSecond)
        #expect(Double(most) <= max(1600, bytesPerSecond), "\(most)")
    }

    /// Far away, but fast: no limit, and nothing is cut into pieces.
    @Test(arguments: [0.0, 0.1, 0.2, 0.45])
    func aLongWayIsNoSlowLine(delay: Double) {
        var pace = Self.suspicious()
        for step in 0..<200 {
            let now = Double(step)
            let room = pace.room(at: now)
            #expect(room == nil)
            if pace.sends(6000, isWhole: true, at: now) { pace.answered(at: now + delay) }
        }
        #expect(pace.limit == nil)
    }

    /// Through SSH it is always asked, and how far away it is does not count as slow.
    @Test func throughSSHOnlyWhatWaitsCounts() {
        for delay in [0.02, 0.7, 2.0] {
            var pace = LinePace(isRemote: true)
            pace.asksFirst(at: 0)
            pace.answered(at: delay)
            for step in 0..<50 {
                let now = 10 + Double(step) * 5
                let isAsked = pace.sends(6000, isWhole: true, at: now)
                #expect(isAsked)
                pace.answered(at: now + delay + 0.1)
            }
            #expect(pace.limit == nil && pace.awaited == 0)
            // And a slow one is found by the first frame.
            _ = pace.sends(6000, isWhole: true, at: 1000)
            pace.answered(at: 1000 + delay + 3)
            // As much as is on its way meanwhile, and a share of a second.
            let least = Int(2000 * (0.4 + delay))
            #expect(pace.limit.map { (least - 20...least + 20).contains($0) } == true)
        }
    }

    /// A late answer shows that there are some.
    @Test func aLateAnswerCounts() {
        var pace = LinePace(isRemote: true)
        for second in 0..<100 {
            _ = pace.room(at: Double(second))
            _ = pace.sends(6000, isWhole: true, at: Double(second))
            if second == 30 { pace.answered(at: 30) }
        }
        #expect(pace.awaited > 0)
        var mute = LinePace(isRemote: true)
        for second in 0..<100 {
            _ = mute.room(at: Double(second))
            _ = mute.sends(6000, isWhole: true, at: Double(second))
        }
        let isAsked = mute.sends(6000, isWhole: true, at: 101)
        #expect(!isAsked)
        // Nothing is waited for at the end, long after.
        #expect(mute.awaited == 0)
    }

    /// A line that was slow for a while has no limit again.
    @Test func theLimitGoesAgain() {
        var pace = Self.suspicious()
        _ = pace.sends(6000, isWhole: true, at: 0)
        pace.answered(at: 3)
        #expect(pace.limit == 800)
        for step in 4..<20 {
            if pace.sends(1000, isWhole: false, at: Double(step)) {
                pace.answered(at: Double(step) + 0.01)
            }
        }
        #expect(pace.limit == nil)
    }

    /// It is asked three times, and never waited for.
    @Test func aTerminalThatNeverAnswersHasNoLimit() {
        var pace = Self.suspicious()
        var asked = 0
        for second in 0..<500 {
            let room = pace.room(at: Double(second))
            #expect(room == nil)
            if pace.sends(2000, isWhole: true, at: Double(second)) { asked += 1 }
        }
        #expect(pace.awaited == 0 && asked < 80)
        let before = asked
        for second in 500..<900 where pace.sends(2000, isWhole: true, at: Double(second)) {
            asked += 1
        }
        #expect(asked == before)
    }

    /// An answer that is lost holds nothing up for ever; one that nothing asked for does no harm.
    @Test func aLostAnswer() {
        var pace = Self.suspicious()
        pace.answered(at: 0)
        _ = pace.sends(6000, isWhole: true, at: 0)
        pace.answered(at: 3)
        while let room = pace.room(at: 4), room > 0 { _ = pace.sends(room, isWhole: false, at: 4) }
        let held = pace.room(at: 5)
        #expect(held == 0 && pace.awaited > 0)
        let later = pace.room(at: 25)
        #expect(later == 800)
    }

    /// One that is known to answer is held back as soon as it keeps bytes waiting again.
    @Test func aLineThatGetsSlowHasALimitAtOnce() {
        var pace = Self.suspicious()
        pace.waited(for: 3, bytes: 6000, at: 0)
        #expect(pace.limit == nil)
        _ = pace.sends(6000, isWhole: true, at: 0)
        pace.answered(at: 0.4)
        pace.waited(for: 3, bytes: 6000, at: 10)
        #expect(pace.limit == 800)
    }

    /// What was given up may come all the same, and is dropped at the end; in the end it comes no more.
    @Test func aForgottenAnswerIsStillAwaited() {
        var pace = Self.suspicious()
        _ = pace.sends(6000, isWhole: true, at: 0)
        _ = pace.sends(6000, isWhole: true, at: 1)
        pace.reset(at: 2)
        #expect(pace.awaited == 2)
        pace.answered(at: 3)
        #expect(pace.awaited == 1 && pace.limit == nil)
        _ = pace.sends(10, isWhole: true, at: 30)
        #expect(pace.awaited == 0)
    }

    /// A frame that does not fit is asked about, however small the piece: else nothing would ring for the rest.
    @Test func aPieceIsAlwaysAskedAbout() {
        var pace = Self.suspicious()
        let piece = pace.sends(10, isWhole: false, at: 0)
        let rest = pace.sends(10, isWhole: true, at: 0)
        #expect(piece && !rest)
    }
}
