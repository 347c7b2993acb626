import DequeModule
import NIOCore

/// What a connection waits for, and what is to be done about it: pure, no socket, no clock.
///
/// Redis answers in order, so the commands in flight are a queue and each reply belongs to its
/// head. The channel handler reports what happened and performs what is returned; `Waiter` is
/// whatever it wants to find again (a test uses numbers). Once a deadline has passed, a reply that
/// still comes could be taken for another's: then the connection ends, for all that wait.
struct ConnectionState<Waiter> {
    private struct Request {
        let id: UInt64
        var replies: Int
        var deadline: NIODeadline
        /// nil: given up by its caller; the replies are still to be read past.
        var waiter: Waiter?
        let subscribes: Bool
    }

    private var inFlight: Deque<Request> = []
    /// When the handler's timer fires; nil: it is not set.
    private var alarm: NIODeadline?
    private var isSubscribed = false

    private static var punctual: TimeAmount { .milliseconds(200) }
    private static var grace: TimeAmount { .seconds(1) }

    private(set) var end: RedisError?

    var isOpen: Bool { end == nil }
    var waiting: Int { inFlight.count }

    enum Submission {
        /// Write it; and set the timer to `alarm`, in place of what it was, unless nil.
        case write(alarm: NIODeadline?)
        case refuse(Waiter, RedisError)
    }

    /// A command, or a pipeline of `replies` commands, wants to be sent.
    mutating func submit(
        _ waiter: Waiter, id: UInt64, replies: Int, deadline: NIODeadline, subscribes: Bool = false
    ) -> Submission {
        if let end { return .refuse(waiter, end) }
        inFlight.append(
            Request(
                id: id, replies: replies, deadline: deadline, waiter: waiter, subscribes: subscribes
            ))
        if let alarm, alarm <= deadline { return .write(alarm: nil) }
        alarm = deadline
        return .write(alarm: deadline)
    }

    enum Receipt {
        /// The reply is this waiter's; `last`: it has all of its replies now.
        case deliver(Waiter, last: Bool)
        /// The caller is gone.
        case discard
        /// Nobody asked, but on a subscribed connection that is how messages come.
        case message
        /// Nobody asked: an error line is the server's reason to end the connection.
        case unsolicited
    }

    mutating func received(isError: Bool) -> Receipt {
        guard let index = inFlight.indices.first else {
            return isSubscribed ? .message : .unsolicited
        }
        inFlight[index].replies -= 1
        let request = inFlight[index]
        let last = request.replies == 0
        if last { inFlight.removeFirst() }
        if request.subscribes, !isError { isSubscribed = true }
        return request.waiter.map { .deliver($0, last: last) } ?? .discard
    }

    /// The reply that comes next can't be read. Returns whom it was for; nil: that caller is gone, or the
    /// connection waits for none. On a reply that can't be read the handler ends the connection.
    mutating func abandonHead() -> (isAwaited: Bool, waiter: Waiter?) {
        guard let index = inFlight.indices.first else { return (false, nil) }
        return (true, inFlight[index].waiter.take())
    }

    /// The caller of `id` no longer waits. Returns whom to tell; nil: it already has its answer.
    mutating func cancel(_ id: UInt64) -> Waiter? {
        guard let index = inFlight.firstIndex(where: { $0.id == id }) else { return nil }
        return inFlight[index].waiter.take()
    }

    enum Alarm {
        case nothing
        case set(NIODeadline)
        /// A deadline has passed. Those of `late` missed theirs, those of `lost` did not.
        case expire(late: [Waiter], lost: [Waiter])
    }

    /// The timer fired. On `expire` the handler ends the connection.
    ///
    /// A timer that fires much too late tells of this program, not of the server: it was stopped, or its
    /// machine slept, and the answer may lie unread. Then what is overdue has `grace` more, once.
    mutating func alarmFired(now: NIODeadline) -> Alarm {
        alarm = nil
        guard var next = inFlight.lazy.map(\.deadline).min() else { return .nothing }
        if next + Self.punctual < now {
            for index in inFlight.indices where inFlight[index].deadline <= now {
                inFlight[index].deadline = now + Self.grace
            }
            next = inFlight.lazy.map(\.deadline).min() ?? next
        }
        guard next <= now else {
            alarm = next
            return .set(next)
        }
        let late = inFlight.filter { $0.deadline <= now }.compactMap(\.waiter)
        let lost = inFlight.filter { $0.deadline > now }.compactMap(\.waiter)
        inFlight.removeAll()
        return .expire(late: late, lost: lost)
    }

    /// The connection has ended. Returns who waited in vain; the first reason stays.
    mutating func close(_ reason: RedisError) -> [Waiter] {
        end = end ?? reason
        alarm = nil
        defer { inFlight.removeAll() }
        return inFlight.compactMap(\.waiter)
    }
}
