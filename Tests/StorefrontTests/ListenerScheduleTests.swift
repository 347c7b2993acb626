import Testing

@testable import Storefront

/// When what is removed, with a clock that stands where the test puts it.
@Suite struct ListenerScheduleTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test func aLoneChangeIsRemovedWhenItIsQuiet() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        #expect(schedule.round(at: at(0)) == nil)
        schedule.saw(upTo: 1, at: at(0))
        #expect(schedule.round(at: at(99)) == nil)
        #expect(schedule.round(at: at(100)) == 1)
        schedule.didRemove(upTo: 1, at: at(110))
        #expect(schedule.round(at: at(1000)) == nil)
        #expect(schedule.secondRound(at: at(2999)) == nil)
        #expect(schedule.secondRound(at: at(3000)) == 1)
        schedule.didRemoveAgain(upTo: 1)
        #expect(schedule.secondRound(at: at(9000)) == nil)
        #expect(schedule.secondRemovals == 0)
    }

    @Test func aBurstIsOneRoundAndNoLongerThanHalfASecond() {
        var schedule = ListenSchedule(first: 10, second: 10, at: start)
        for time in stride(from: 0, through: 450, by: 50) {
            schedule.saw(upTo: 11 + Int64(time) / 50, at: at(time))
            #expect(schedule.round(at: at(time)) == nil)
        }
        #expect(schedule.round(at: at(500)) == 20)
        schedule.didRemove(upTo: 20, at: at(510))
        // Each a second time 3 s after it was seen.
        #expect(schedule.secondRound(at: at(3000)) == 11)
        #expect(schedule.secondRound(at: at(3060)) == 12)
        #expect(schedule.secondRound(at: at(3450)) == 20)
        #expect(schedule.secondRemovals == 10)
    }

    @Test func aCrowdDoesNotWait() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        schedule.saw(upTo: 999, at: at(0))
        #expect(schedule.round(at: at(0)) == nil)
        schedule.saw(upTo: 1000, at: at(0))
        #expect(schedule.round(at: at(0)) == 1000)
    }

    /// Batch by batch; what came meanwhile is the next round's.
    @Test func aRoundMayBeDoneInParts() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        schedule.saw(upTo: 2500, at: at(0))
        schedule.didRemove(upTo: 1000, at: at(10))
        #expect(schedule.first == 1000 && schedule.waitingChanges == 1500)
        #expect(schedule.secondRound(at: at(9000)) == nil)
        schedule.saw(upTo: 2600, at: at(20))
        schedule.didRemove(upTo: 2500, at: at(30))
        #expect(schedule.round(at: at(119)) == nil)
        #expect(schedule.round(at: at(120)) == 2600)
        #expect(schedule.secondRound(at: at(3000)) == 2500)
    }

    /// What loaders sent to a Redis that stood still may be carried out after the first removal.
    @Test func afterAnOutageTheSecondRemovalWaitsForLateCopies() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        schedule.saw(upTo: 1, at: at(0))
        schedule.didRemove(upTo: 1, at: at(60_000))
        #expect(schedule.secondRound(at: at(61_999)) == nil)
        #expect(schedule.secondRound(at: at(62_000)) == 1)
    }

    @Test func aRestartRemovesAgainAtOnceAndOnceMoreLater() {
        var schedule = ListenSchedule(first: 9, second: 4, at: start)
        #expect(schedule.leftOver == 9 && schedule.secondRemovals == 5)
        schedule.didRemoveLeftOver()
        #expect(schedule.leftOver == nil)
        #expect(schedule.secondRound(at: at(2999)) == nil)
        #expect(schedule.secondRound(at: at(3000)) == 9)
        #expect(ListenSchedule(first: 9, second: 9, at: start).leftOver == nil)
        #expect(ListenSchedule(first: 4, second: 9, at: start).second == 4)
    }

    /// An outage of an hour under steady changes: what is remembered stays small, nothing goes early.
    @Test func aLongOutageIsRememberedInBounds() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        for step in 1...72_000 { schedule.saw(upTo: Int64(step), at: at(step * 50)) }
        #expect(schedule.waitingChanges == 72_000)
        #expect(schedule.round(at: at(3_600_000)) == 72_000)
        schedule.didRemove(upTo: 72_000, at: at(3_600_000))
        #expect(schedule.secondRound(at: at(3_601_999)) == nil)
        #expect(schedule.secondRound(at: at(3_603_000)) == 72_000)
    }
}
