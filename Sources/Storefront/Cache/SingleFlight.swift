import Synchronization

/// One load at a time for a key: who asks meanwhile waits for the load that is under way.
///
/// The load is a task of its own, so that the one who began it may go away without failing the
/// others. It stays joinable until `land`, which the loader calls when the copy is in Redis: between
/// the end of the load and the end of the SET no request has to load again.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Distinguishes a load from another one of the same key.
    struct Number: Sendable, Hashable { fileprivate let value: UInt64 }

    private struct State {
        var flights: [Key: (number: Number, task: Task<Value, Never>)] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The value, and whether this call began the load (false: it joined one).
    func value(
        for key: Key, load: @escaping @Sendable (Number) async -> Value
    ) async -> (value: Value, began: Bool) {
        let (task, began) = state.withLock { state in
            if let flight = state.flights[key] { return (flight.task, false) }
            state.last += 1
            let number = Number(value: state.last)
            let task = Task { await load(number) }
            state.flights[key] = (number, task)
            return (task, true)
        }
        return (await task.value, began)
    }

    /// Ends the flight: the next who asks begins a new one.
    func land(_ key: Key, _ number: Number) {
        state.withLock { state in
            if state.flights[key]?.number == number { state.flights[key] = nil }
        }
    }

    /// Nobody joins these loads any more, though they go on for those who wait for them.
    func forget(where isMeant: (Key) -> Bool) {
        state.withLock { state in state.flights = state.flights.filter { !isMeant($0.key) } }
    }

    /// False once it has landed or was forgotten.
    func isUnderWay(_ key: Key, _ number: Number) -> Bool {
        state.withLock { $0.flights[key]?.number == number }
    }
}
