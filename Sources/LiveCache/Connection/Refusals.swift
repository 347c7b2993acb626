import Metrics
import RedisClient

/// Commands that the server has refused to this user: not sent again for a minute.
///
/// Kept for one connection. A refusal of single keys is none of the command: it does not latch.
struct Refusals: Sendable {
    static let seconds = 60.0

    /// How long a refused command is left alone.
    let seconds: Double
    private var refused: [String: (problem: SourceProblem, until: Double)] = [:]

    init(seconds: Double = Refusals.seconds) { self.seconds = seconds }

    /// The server's words; nil when the command may be sent.
    func words(for command: String, now: Double = ServerClock.monotonicSeconds()) -> String? {
        problem(for: command, now: now)?.why
    }

    /// The same for a source's state.
    func problem(
        for command: String, now: Double = ServerClock.monotonicSeconds()
    ) -> SourceProblem? {
        refused[command].flatMap { $0.until > now ? $0.problem : nil }
    }

    /// Latches if the user may not run the command at all. Returns whether it did.
    @discardableResult
    mutating func note(
        _ error: RedisServerError, for command: String,
        now: Double = ServerClock.monotonicSeconds()
    ) -> Bool {
        guard error.refusesCommand else { return false }
        refused[command] = (SourceProblem(error), now + seconds)
        return true
    }
}

extension RedisServerError {
    /// NOPERM for the command itself, or a server that does not know it.
    var refusesCommand: Bool { refusedRight == .command || isUnknownCommand }

    /// NOPERM because of the keys.
    var refusesKey: Bool { refusedRight == .key }
}
