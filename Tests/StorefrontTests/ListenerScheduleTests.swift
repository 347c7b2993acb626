import Testing

@testable import Storefront

/// When what is removed, with a clock that stands where the test puts it.
@Suite struct ListenerScheduleTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test func aLoneChangeIsRemovedAtOnce() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        #expect(schedule.ownRound() == nil)
        schedule.saw(upTo: 1, at: at(0))
        #expect(schedule.ownRound() == 1)
        #expect(schedule.sharedRound(at: at(0)) == nil)
        schedule.didRemoveOwn(upTo: 1)
        #expect(schedule.ownRound() == nil)
        #expect(schedule.sharedRound(at: at(0)) == 1)
        schedule.didRemove(upTo: 1, at: at(10))
        #expect(schedule.sharedRound(at: at(5000)) == nil)
        #expect(schedule.secondRound(at: at(2999)) == nil)
        #expect(schedule.secondRound(at: at(3000)) == 1)
        schedule.didRemoveAgain(upTo: 1)
        #expect(schedule.secondRound(at: at(9000)) == nil)
        #expect(schedule.secondRemovals == 0)
    }

    /// Own copies as they come; lists and the counter once a second.
    @Test func whatChangesHaveInCommonGoesOnceASecond() {
        var schedule = ListenSchedule(first: 10, second: 10, at: start)
        var shared: [Int] = []
        for time in stride(from: 0, through: 2950, by: 50) {
            let id = 11 + Int64(time) / 50
            schedule.saw(upTo: id, at: at(time))
            #expect(schedule.ownRound() == id)
            schedule.didRemoveOwn(upTo: id)
            if let last = schedule.sharedRound(at: at(time)) {
                #expect(last == id)
                schedule.didRemove(upTo: last, at: at(time))
                shared.append(time)
            }
        }
        #expect(shared == [0, 1000, 2000])
        #expect(schedule.first == 51 && schedule.own == 70 && schedule.waitingChanges == 19)
        // Each a second time 3 s after it was seen, and 2 s after what it shares was removed.
        #expect(schedule.secondRound(at: at(2999)) == nil)
        #expect(schedule.secondRound(at: at(3000)) == 11)
        #expect(schedule.secondRound(at: at(5000)) == 51)
    }

    /// Batch by batch; what came meanwhile is the next round's.
    @Test func aRoundMayBeDoneInParts() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        schedule.saw(upTo: 2500, at: at(0))
        schedule.didRemoveOwn(upTo: 1000)
        #expect(schedule.ownRound() == 2500 && schedule.sharedRound(at: at(0)) == 1000)
        schedule.didRemove(upTo: 1000, at: at(10))
        #expect(schedule.first == 1000 && schedule.waitingChanges == 1500)
        #expect(schedule.secondRound(at: at(3010)) == 1000)
        schedule.saw(upTo: 2600, at: at(20))
        schedule.didRemoveOwn(upTo: 2600)
        #expect(schedule.sharedRound(at: at(1009)) == nil)
        #expect(schedule.sharedRound(at: at(1010)) == 2600)
    }

    /// What loaders sent to a Redis that stood still may be carried out after the first removal.
    @Test func afterAnOutageTheSecondRemovalWaitsForLateCopies() {
        var schedule = ListenSchedule(first: 0, second: 0, at: start)
        schedule.saw(upTo: 1, at: at(0))
        schedule.didRemoveOwn(upTo: 1)
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
        #expect(schedule.ownRound() == 72_000)
        schedule.didRemoveOwn(upTo: 72_000)
        schedule.didRemove(upTo: 72_000, at: at(3_600_000))
        #expect(schedule.secondRound(at: at(3_601_999)) == nil)
        #expect(schedule.secondRound(at: at(3_603_000)) == 72_000)
    }
}
