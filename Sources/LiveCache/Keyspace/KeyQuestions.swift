import Synchronization

/// What the dashboard wants to know of single keys, until it is asked on the control connection: of each
/// kind the newest question only.
final class KeyQuestions: Sendable {
    struct Waiting: Sendable {
        /// Keys whose time to live and size are wanted.
        var measured: [[UInt8]] = []
        /// The key that is looked at by itself.
        var inspected: KeyInspecting?
        var isEmpty: Bool { measured.isEmpty && inspected == nil }
    }

    struct KeyInspecting: Sendable {
        var key: [UInt8]
        var wantsValue: Bool
        /// The server keeps a counter of uses, and no idle time.
        var usesLFU: Bool
    }

    /// Keys in one question.
    private static let limit = 32

    private let waiting = Mutex(Waiting())
    private let bell = Bell()

    func measure(_ keys: [[UInt8]]) {
        waiting.withLock { $0.measured = Array(keys.prefix(Self.limit)) }
        bell.ring()
    }

    func inspect(_ key: [UInt8], wantsValue: Bool, usesLFU: Bool) {
        waiting.withLock {
            // A value that was asked for and not read yet is still wanted.
            let wanted = $0.inspected.map { $0.key == key && $0.wantsValue } ?? false
            $0.inspected = KeyInspecting(
                key: key, wantsValue: wantsValue || wanted, usesLFU: usesLFU)
        }
        bell.ring()
    }

    /// Waits for a question; empty when the task is cancelled.
    func next() async -> Waiting {
        while !Task.isCancelled {
            let found = waiting.withLock { waiting in
                defer { waiting = Waiting() }
                return waiting
            }
            if !found.isEmpty { return found }
            await bell.wait(.seconds(3600))
        }
        return Waiting()
    }
}
