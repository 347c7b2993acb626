import Metrics
import Testing

@testable import LiveCache

/// When the next sweep begins.
@Suite(.timeLimit(.minutes(1))) struct SweepBellTests {
    @Test func atOnceByTheOperator() async {
        let bell = SweepBell()
        bell.ringNow()
        #expect(await !bell.wait(.seconds(3600), atLeast: .seconds(3600)))
    }

    /// What has changed the keys waits for the budget, however often it happens.
    @Test func soonByAChange() async {
        let bell = SweepBell()
        let began = ContinuousClock.now
        for _ in 0..<3 { bell.ringSoon() }
        #expect(await bell.wait(.seconds(3600), atLeast: .milliseconds(60)))
        #expect(.now - began >= .milliseconds(55))
        // After that it is as any other.
        async let pause = bell.wait(.seconds(3600), atLeast: .zero)
        bell.ringSoon()
        #expect(await pause)
    }

    @Test func withoutARingItWaits() async {
        let began = ContinuousClock.now
        #expect(await !SweepBell().wait(.milliseconds(30), atLeast: .zero))
        #expect(.now - began >= .milliseconds(30))
    }

    @Test func whatMakesCountsUntrue() {
        var staleness = SweepStaleness()
        func sample(_ counter: CounterReading, keys: Int) -> Sample {
            Sample(
                at: Timestamp(milliseconds: 0), monotonicSeconds: 0,
                info: InfoReply(Array("# Keyspace\r\ndb0:keys=\(keys),expires=0\r\n".utf8)),
                counters: [counter])
        }
        let looks: [(CounterReading, Int, Bool)] = [
            (.value(4), 900, false), (.value(4), 800, false), (.value(5), 800, true),
            (.value(5), 790, false), (.value(3), 790, false), (.absent, 20, true),
            (.absent, 60, false), (.value(1), 70, true), (.value(1), 40, false),
            (.value(1), 30, true),
            (.value(1), 10, false), (.value(1), 0, false),
        ]
        for (index, look) in looks.enumerated() {
            let isDue = staleness.note(sample(look.0, keys: look.1), database: 0)
            #expect(isDue == look.2, "look \(index)")
        }
    }
}
