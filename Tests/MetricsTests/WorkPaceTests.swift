import Metrics
import Testing

/// What the measured times make of the next command, and of the rest after it.
@Suite struct WorkPaceTests {
    /// Usual round trips of 0.1 ms, and others who ask for so much.
    private func pace(_ pace: Pace, others: Double?, usual: Double = 0.0001) -> WorkPace {
        var value = WorkPace(pace)
        value.begin([usual, usual, 9, usual, usual])
        value.noteOthers(perSecond: others)
        return value
    }

    @Test(
        arguments: [
            (.full, 9000, false), (.full, nil, false), (.gentle, 0, true),
            (.normal, 0, false), (.normal, 50, false), (.normal, 51, true), (.normal, nil, true),
        ] as [(Pace, Double?, Bool)])
    func whoGivesWay(_ choice: Pace, _ others: Double?, _ givesWay: Bool) {
        let pace = pace(choice, others: others)
        #expect(pace.normalSeconds == 0.0001)
        #expect(pace.givesWay == givesWay)
        #expect(pace.count(upTo: 1000) == (givesWay ? WorkPace.firstCount : 1000))
    }

    @Test func aloneItTakesAllAndNeverRests() {
        var pace = pace(.normal, others: 3)
        for _ in 0..<100 { pace.note(items: 1000, seconds: 0.002) }
        #expect(pace.count(upTo: 1000) == 1000 && pace.restSeconds == 0)
    }

    /// A microsecond an item: half a usual round trip is 50 items.
    @Test func besideOthersACommandTakesHalfAUsualRoundTrip() {
        var pace = pace(.normal, others: 1000)
        var count = pace.count(upTo: 1000)
        var counts = [count]
        for _ in 0..<5 {
            pace.note(items: count, seconds: 0.0001 + Double(count) * 1e-6)
            count = pace.count(upTo: 1000)
            counts.append(count)
        }
        // It grows to what fits, by no more than twice.
        #expect(
            counts[0...1] == [16, 32] && counts.dropFirst(2).allSatisfy { (49...50).contains($0) })
        #expect(pace.restSeconds == 0)
        // One measurement that is off by a hundred times changes nothing.
        pace.note(items: count, seconds: 0.01)
        #expect((40...50).contains(pace.count(upTo: 1000)))
        pace.turnToOtherWork()
        #expect(pace.count(upTo: 1000) == WorkPace.firstCount)
    }

    /// On the server's own machine a round trip takes 12 µs, and one in a hundred five times as long.
    @Test(arguments: [(Pace.normal, 60), (.gentle, 30)])
    func nearByACommandMayTakeLongerThanThat(_ choice: Pace, _ settled: Int) {
        var pace = pace(choice, others: 1000, usual: 0.000_012)
        for _ in 0..<20 {
            let count = pace.count(upTo: 1000)
            pace.note(items: count, seconds: 0.000_012 + Double(count) * 0.5e-6)
        }
        #expect(abs(pace.count(upTo: 1000) - settled) <= 3)
    }

    /// PINGs before the work that other processes made slow: the shortest comes nearest to what others are used
    /// to, now or later.
    @Test(arguments: [[0.0004, 0.0003, 0.0001, 0.0005, 0.0006], [0.0004, 0.0003, 0.0005, 0.0006]])
    func slowPingsMakeNoLongCommands(_ before: [Double]) {
        var pace = WorkPace(.normal)
        pace.begin(before)
        pace.noteOthers(perSecond: 1000)
        pace.note(0.0001, at: 0)
        for _ in 0..<20 {
            let count = pace.count(upTo: 1000)
            pace.note(items: count, seconds: 0.0001 + Double(count) * 1e-6)
        }
        #expect((45...61).contains(pace.count(upTo: 1000)))
    }

    /// Round trips from far away differ by more than a command takes: they are no reason for short commands.
    @Test func jitterIsNoCost() {
        var pace = WorkPace(.normal)
        pace.begin([0.05, 0.054, 0.052, 0.051, 0.055])
        pace.noteOthers(perSecond: 1000)
        for turn in 0..<40 {
            let count = pace.count(upTo: 1000)
            let jitter = Double(turn % 5) * 0.001
            pace.note(items: count, seconds: 0.05 + jitter + Double(count) * 1e-6)
        }
        #expect(pace.count(upTo: 1000) > 400)
    }

    /// What a command costs by itself is a part of its time, and never makes commands ever smaller.
    @Test(arguments: [(0.00003, 20), (0.00006, WorkPace.firstCount), (0.001, WorkPace.firstCount)])
    func whatACommandCostsByItselfIsNoItemsCost(_ fixed: Double, _ settled: Int) {
        var pace = pace(.normal, others: 1000)
        for _ in 0..<100 {
            let count = pace.count(upTo: 1000)
            pace.note(items: count, seconds: 0.0001 + fixed + Double(count) * 1e-6)
        }
        #expect(abs(pace.count(upTo: 1000) - settled) <= 3)
        #expect(pace.count(upTo: 3) == 3)
    }

    /// From far away, round trips say little about what others there are used to.
    @Test func farAwayACommandIsShortOrRare() {
        for (usual, longest) in [(0.001, 0.0001), (0.05, 0.0005)] {
            var pace = pace(.normal, others: 1000, usual: usual)
            for _ in 0..<20 {
                let count = pace.count(upTo: 100_000)
                pace.note(items: count, seconds: usual + Double(count) * 1e-6)
            }
            let seconds = Double(pace.count(upTo: 100_000)) * 1e-6
            #expect(abs(seconds / longest - 1) < 0.05, "\(seconds) at \(usual)")
        }
    }

    /// Each slow PING doubles the time per command, each usual one halves it.
    @Test func itRestsWhileTheServerIsSlow() {
        func rest(after pings: [Double], _ choice: Pace, others: Double = 1000) -> Double {
            var pace = pace(choice, others: others)
            for (moment, ping) in pings.enumerated() { pace.note(ping, at: Double(moment)) }
            pace.note(items: 1000, seconds: 0.0021)
            return (pace.restSeconds * 1000).rounded()
        }
        // A quarter of the time.
        #expect(rest(after: [0.0001], .normal) == 6)
        #expect(rest(after: [0.01], .normal) == 14)
        #expect(rest(after: [0.01, 0.01], .normal) == 30)
        #expect(rest(after: [0.01, 0.01, 0.0001], .normal) == 14)
        // A tenth of the time, of which the round trip is a part.
        #expect(rest(after: [], .gentle) == 18)
        // Nobody waits.
        #expect(rest(after: [0.01, 0.01], .normal, others: 0) == 0)
        #expect(rest(after: [0.01, 0.01], .full) == 0)
        var slow = pace(.gentle, others: 0)
        slow.note(items: 1, seconds: 60)
        #expect(slow.restSeconds == 0.5)
    }

    /// A machine that became busy by itself: PINGs that stay slow while it rests are the new usual.
    @Test func whatIsSlowWithoutTheWorkBecomesUsual() {
        var pace = pace(.normal, others: 1000)
        var moment = 0.0
        func ping(_ seconds: Double, times: Int) {
            for _ in 0..<times {
                moment += 1
                pace.note(seconds, at: moment)
            }
        }
        ping(0.01, times: 6)
        #expect(pace.isSlowed && pace.normalSeconds == 0.0001)
        ping(0.01, times: 1)
        #expect(pace.isSlowed && pace.normalSeconds == 0.01)
        ping(0.01, times: 5)
        #expect(!pace.isSlowed)
        // Slower still is slow again; and what is quick again is usual again.
        ping(0.05, times: 1)
        #expect(pace.isSlowed)
        ping(0.0001, times: 5)
        #expect(!pace.isSlowed && pace.normalSeconds == 0.0001)
    }

    @Test func slowedIsSaidOnlyWhenItIs() {
        var pace = pace(.normal, others: 1000)
        pace.note(0.0001, at: 0)
        #expect(!pace.isSlowed && pace.lastSeconds == 0.0001)
        pace.note(0.01, at: 1)
        #expect(pace.isSlowed && pace.lastSeconds == 0.01)
        pace.noteOthers(perSecond: 0)
        #expect(!pace.isSlowed)
    }

    /// Rests that are too short to be kept are added up, and what was rested too long does not count.
    @Test func shortRestsAreAddedUp() {
        var pace = pace(.gentle, others: 0)
        pace.note(items: 1, seconds: 0.0002)
        #expect(pace.restSeconds == 0)
        pace.note(items: 1, seconds: 0.0002)
        #expect(abs(pace.restSeconds - 0.0016) < 1e-9)
        pace.rested(0.0030)
        #expect(pace.restSeconds == 0)
        pace.note(items: 1, seconds: 0.0002)
        #expect(pace.restSeconds == 0)
    }

    /// Foreign numbers: a clock that stands still, or a server that answers in no time.
    @Test(arguments: [0, -1, 1e-12, 1e9, .infinity])
    func oddTimesDoNoHarm(_ seconds: Double) {
        for choice in Pace.allCases {
            var pace = pace(choice, others: 1000)
            pace.note(items: 0, seconds: seconds)
            pace.note(items: 5, seconds: seconds)
            #expect((1...1000).contains(pace.count(upTo: 1000)))
            #expect((0...0.5).contains(pace.restSeconds))
        }
    }

    /// What the shop asks is not what watchers and purges ask.
    @Test func theShopsCallsAreWhatWatchersDoNotSend() {
        let lines = [
            "cmdstat_get:calls=7,usec=1", "cmdstat_set:calls=2,usec=1",
            "cmdstat_ping:calls=90,usec=1",
            "cmdstat_memory|usage:calls=90,usec=1", "cmdstat_scan:calls=5,usec=1",
            "cmdstat_xinfo|stream:calls=1,usec=3", "cmdstat_hget:calls=-1,usec=1",
        ]
        #expect(InfoReply(Array(lines.joined(separator: "\r\n").utf8)).shopCalls == 9)
        #expect(InfoReply(Array("redis_version:7.0.15".utf8)).shopCalls == nil)
    }
}
