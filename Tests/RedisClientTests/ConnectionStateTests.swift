import NIOCore
import Testing

@testable import RedisClient

/// The state machine without a socket: waiters are letters, time is a number.
@Suite struct ConnectionStateTests {
    private func at(_ seconds: UInt64) -> NIODeadline {
        .uptimeNanoseconds(seconds * 1_000_000_000)
    }

    private let lost = RedisError(.lost, endpoint: "redis://x", attempted: "X", message: "gone")

    private func describe(_ receipt: ConnectionState<String>.Receipt) -> String {
        switch receipt {
        case .deliver(let waiter, let last): last ? "\(waiter) last" : waiter
        case .discard: "discard"
        case .message: "message"
        case .unsolicited: "unsolicited"
        }
    }

    private func submit(
        _ state: inout ConnectionState<String>, _ waiter: String, id: UInt64, replies: Int = 1,
        due: UInt64 = 5, subscribes: Bool = false
    ) -> String {
        switch state.submit(
            waiter, id: id, replies: replies, deadline: at(due), subscribes: subscribes)
        {
        case .write(let alarm):
            alarm.map { "write, alarm \($0.uptimeNanoseconds / 1_000_000_000)" } ?? "write"
        case .refuse(let waiter, let error): "refuse \(waiter): \(error.kind)"
        }
    }

    @Test func repliesBelongToTheHeadOfTheQueue() {
        var state = ConnectionState<String>()
        #expect(submit(&state, "a", id: 1) == "write, alarm 5")
        #expect(submit(&state, "b", id: 2, replies: 3) == "write")
        #expect(submit(&state, "c", id: 3) == "write")
        let receipts = (0..<6).map { _ in describe(state.received(isError: false)) }
        #expect(receipts == ["a last", "b", "b", "b last", "c last", "unsolicited"])
        #expect(state.waiting == 0)
    }

    @Test func theTimerIsSetForTheEarliestDeadlineOnly() {
        var state = ConnectionState<String>()
        #expect(submit(&state, "slow", id: 1, due: 30) == "write, alarm 30")
        #expect(submit(&state, "quick", id: 2, due: 5) == "write, alarm 5")
        #expect(submit(&state, "later", id: 3, due: 9) == "write")
    }

    @Test func aPassedDeadlineEndsTheConnectionForAll() throws {
        var state = ConnectionState<String>()
        _ = submit(&state, "late", id: 1, due: 5)
        _ = submit(&state, "patient", id: 2, due: 30)
        _ = submit(&state, "abandoned", id: 3, due: 30)
        #expect(state.cancel(3) == "abandoned")
        guard case .expire(let late, let lost) = state.alarmFired(now: at(5)) else {
            Issue.record("not expired")
            return
        }
        #expect(late == ["late"])
        #expect(lost == ["patient"])
        #expect(state.close(self.lost).isEmpty)
    }

    /// The program was stopped, or its machine slept: the answer may lie unread in the socket.
    @Test func anAlarmThatFiresLateGivesWhatIsOverdueASecondMore() throws {
        var state = ConnectionState<String>()
        _ = submit(&state, "late", id: 1, due: 5)
        _ = submit(&state, "patient", id: 2, due: 30)
        guard case .set(let next) = state.alarmFired(now: at(20)) else {
            Issue.record("no grace")
            return
        }
        #expect(next == at(21))
        guard case .expire(let late, let lost) = state.alarmFired(now: at(21)) else {
            Issue.record("not expired")
            return
        }
        #expect(late == ["late"])
        #expect(lost == ["patient"])
    }

    @Test func anAlarmForWhatIsAnsweredIsSetAgainOrForgotten() {
        var state = ConnectionState<String>()
        _ = submit(&state, "a", id: 1, due: 5)
        _ = submit(&state, "b", id: 2, due: 9)
        _ = state.received(isError: false)
        guard case .set(let next) = state.alarmFired(now: at(5)) else {
            Issue.record("not set")
            return
        }
        #expect(next == at(9))
        _ = state.received(isError: false)
        guard case .nothing = state.alarmFired(now: at(9)) else {
            Issue.record("not forgotten")
            return
        }
        #expect(submit(&state, "c", id: 3, due: 20) == "write, alarm 20")
    }

    @Test func aCancelledCallersRepliesAreReadPast() {
        var state = ConnectionState<String>()
        _ = submit(&state, "a", id: 1, replies: 2)
        _ = submit(&state, "b", id: 2)
        #expect(describe(state.received(isError: false)) == "a")
        #expect(state.cancel(1) == "a")
        #expect(state.cancel(1) == nil)
        #expect(describe(state.received(isError: false)) == "discard")
        #expect(describe(state.received(isError: false)) == "b last")
        #expect(state.cancel(2) == nil)
        #expect(state.cancel(99) == nil)
    }

    @Test func aReplyThatCanNotBeReadIsTheHeads() {
        var state = ConnectionState<String>()
        #expect(!state.abandonHead().isAwaited)
        _ = submit(&state, "a", id: 1)
        _ = submit(&state, "b", id: 2)
        #expect(state.abandonHead() == (true, "a"))
        #expect(state.close(lost) == ["b"])
    }

    @Test func theFirstReasonToEndStays() {
        var state = ConnectionState<String>()
        _ = submit(&state, "a", id: 1)
        _ = submit(&state, "b", id: 2)
        #expect(state.close(lost) == ["a", "b"])
        let other = RedisError(.closed, endpoint: "redis://x", attempted: "X", message: "closed")
        #expect(state.close(other).isEmpty)
        #expect(state.end == lost)
        #expect(submit(&state, "c", id: 3) == "refuse c: lost")
    }

    @Test(arguments: [(false, "message"), (true, "unsolicited")])
    func onlyAnAcceptedSubscriptionTakesMessages(refused: Bool, then: String) {
        var state = ConnectionState<String>()
        _ = submit(&state, "s", id: 1, subscribes: true)
        #expect(describe(state.received(isError: refused)) == "s last")
        #expect(describe(state.received(isError: false)) == then)
    }
}
