import Metrics
import RedisClient
import Synchronization

/// When the intake is emptied: just before each look at the server is sent, so that one frame shows both, and by
/// itself while looks are seldom or fail.
final class EventReports: Sendable {
    /// Seconds between two reports, however often the server is looked at.
    static let shortest = 0.4
    /// Seconds after which no look is waited for.
    static let longest = 1.5

    private let intake: EventIntake
    private let send: @Sendable (Observation) -> Void
    private let sentAt = Mutex(-Double.infinity)

    init(_ intake: EventIntake, _ send: @escaping @Sendable (Observation) -> Void) {
        self.intake = intake
        self.send = send
    }

    /// Before a look is sent.
    func report(now: Double = ServerClock.monotonicSeconds()) {
        let isDue = sentAt.withLock { sentAt in
            guard now - sentAt >= Self.shortest else { return false }
            sentAt = now
            return true
        }
        if isDue, let report = intake.report() { send(.events(report)) }
    }

    /// Until the task is cancelled; then the last one.
    func run() async {
        await LoopTimer.pause(.milliseconds(500))
        while !Task.isCancelled {
            let age = ServerClock.monotonicSeconds() - sentAt.withLock { $0 }
            if age >= Self.longest { report() }
            await LoopTimer.pause(.seconds(age < Self.longest ? Self.longest - age : Self.longest))
        }
        if let report = intake.report() { send(.events(report)) }
    }
}
