import Metrics
import Synchronization

/// The same between the two tasks.
final class ServerLoad: Sendable {
    private struct State {
        var budget = SweepBudget()
        var keys: UInt64?
    }

    private let state = Mutex(State())

    func note(_ sample: Sample, database: Int) {
        state.withLock {
            if let seconds = sample.roundTripSeconds {
                $0.budget.note(roundTrip: seconds, at: sample.monotonicSeconds)
            }
            $0.keys = sample.info?.keys(inDatabase: database)
        }
    }

    var budgetFactor: Double { state.withLock { $0.budget.factor } }
    /// Keys in the database by the last INFO; nil when it does not say.
    var keys: UInt64? { state.withLock { $0.keys } }
}
