import Metrics
import Testing

struct CounterHistoryTests {
    private var counter = CounterHistory(name: "search", key: "version:search")

    @Test mutating func theFirstReadingIsNoChange() {
        #expect(counter.value == nil && counter.reading == nil)
        counter.observe(.value(128), at: start)
        #expect(counter.value == 128 && counter.changedAt == nil)
        counter.observe(.value(128), at: moment(1))
        #expect(counter.changedAt == nil)
        counter.observe(.value(129), at: moment(2))
        #expect(counter.value == 129 && counter.changedAt == moment(2))
    }

    @Test mutating func absentIsNotZero() {
        counter.observe(.absent, at: start)
        #expect(counter.value == nil && counter.changedAt == nil)
        counter.observe(.value(1), at: moment(1))
        #expect(counter.changedAt == moment(1))
        counter.observe(.absent, at: moment(2))
        #expect(counter.value == nil && counter.changedAt == moment(2))
    }

    @Test mutating func aFailedLookIsNoChange() {
        counter.observe(.value(5), at: start)
        counter.observe(.unusable("it is a hash"), at: moment(1))
        #expect(counter.value == nil && counter.changedAt == nil)
        counter.observe(.value(5), at: moment(2))
        #expect(counter.changedAt == nil && counter.changesPerHour(at: moment(3600)) == 0)
        counter.observe(.unusable("again"), at: moment(3))
        #expect(counter.changesPerHour(at: moment(3600)) == nil)
        counter.observe(.value(7), at: moment(4))
        #expect(counter.changedAt == moment(4) && counter.changesPerHour(at: moment(3600)) == 2)
    }

    @Test mutating func neverReadIsNoRate() {
        #expect(counter.changesPerHour(at: moment(3600)) == nil)
        counter.observe(.unavailable(SourceProblem(.refused, "NOPERM")), at: start)
        #expect(counter.changesPerHour(at: moment(3600)) == nil)
    }

    @Test mutating func changesAreCountedPerHourOfWatching() {
        counter.observe(.value(1), at: start)
        counter.observe(.value(4), at: moment(30))
        #expect(counter.changesPerHour(at: moment(59.9)) == nil)
        #expect(counter.changesPerHour(at: moment(60)) == 180)
        #expect(counter.changesPerHour(at: moment(1800)) == 6)
        #expect(counter.changesPerHour(at: moment(7200)) == 3)
        counter.observe(.value(5), at: moment(3700))
        #expect(counter.changesPerHour(at: moment(3700)) == 1)  // the first three are an hour old
    }

    @Test mutating func aCounterThatWentBackWasNotIncremented() {
        counter.observe(.value(9), at: start)
        counter.observe(.value(1), at: moment(10))
        #expect(counter.changedAt == moment(10) && counter.changesPerHour(at: moment(60)) == 0)
        counter.observe(.value(.min), at: moment(11))
        counter.observe(.value(.max), at: moment(12))
        #expect(counter.changesPerHour(at: moment(60)).map { $0 > 1e18 } == true)
    }

    @Test mutating func aBumpDatesTheChange() {
        counter.observe(.value(1), at: start)
        counter.observeBump(at: moment(5))
        #expect(counter.changedAt == moment(5))
        counter.observeBump(at: moment(3))
        #expect(counter.changedAt == moment(5))
    }
}
