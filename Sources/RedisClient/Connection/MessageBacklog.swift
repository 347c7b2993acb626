import Synchronization

/// How much of a subscription waits for its reader, and what was dropped: messages are bounded in number by
/// their stream and in bytes here. A message that finds no room is dropped itself.
final class MessageBacklog: Sendable {
    static let limit = 64 << 20

    private struct State {
        var bytes = 0
        var drops = 0
    }

    private let state = Mutex(State())

    var drops: Int { state.withLock { $0.drops } }

    /// - Returns: whether there is room for a message of so many bytes, which it then takes.
    func admits(_ bytes: Int) -> Bool {
        state.withLock { state in
            guard state.bytes + bytes <= Self.limit else {
                state.drops += 1
                return false
            }
            state.bytes += bytes
            return true
        }
    }

    func taken(_ bytes: Int) { state.withLock { $0.bytes -= bytes } }

    func dropped(_ bytes: Int) {
        state.withLock {
            $0.bytes -= bytes
            $0.drops += 1
        }
    }
}
