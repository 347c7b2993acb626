import Synchronization

/// One load at a time for a key: who asks meanwhile waits for the load that is under way.
///
/// The load is a task of its own, so that the one who began it may go away without failing the
/// others. It stays joinable until `land`, which the loader calls when the copy is in Redis: between
/// the end of the load and the end of the SET nobody has to load again.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let flights = Mutex<[Key: Task<Value, Never>]>([:])

    /// The value, and whether this call began the load (false: it joined one).
    func value(
        for key: Key, load: @escaping @Sendable () async -> Value
    ) async -> (value: Value, began: Bool) {
        let (task, began) = flights.withLock { flights in
            if let task = flights[key] { return (task, false) }
            let task = Task { await load() }
            flights[key] = task
            return (task, true)
        }
        return (await task.value, began)
    }

    /// Ends the flight: the next who asks begins a new one.
    func land(_ key: Key) { flights.withLock { _ = $0.removeValue(forKey: key) } }
}
