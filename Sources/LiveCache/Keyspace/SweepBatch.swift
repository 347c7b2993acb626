import Metrics
import RedisClient
import Synchronization

/// One batch of the sweep: the next SCAN, and what to ask about some keys, in one round trip.
///
/// Replies are taken in on the event loop, in their order, so that each own look-up is entered
/// before an INFO that follows on the same connection is read.
final class SweepBatch: Sendable {
    struct Answers: Sendable {
        /// Per key, in the order of the keys; nil: not asked, refused, or (for bytes) gone.
        var pttl: [Int64?]
        var bytes: [UInt64?]
        /// Indices of keys that are kept from this user, by PTTL, by MEMORY USAGE or by both.
        var refusedKeys: Set<Int> = []
        /// Refusals of a whole command, in the server's words, by the command's name.
        var refused: [String: RedisServerError] = [:]
        /// nil: SCAN was not asked, or is refused.
        var page: ScanPage?
    }

    private enum Question {
        case pttl(Int), memory(Int), scan

        var command: String {
            switch self {
            case .pttl: "PTTL"
            case .memory: "MEMORY USAGE"
            case .scan: "SCAN"
            }
        }
    }

    private struct State {
        var next = 0
        var answers: Answers
        var hasEnded = false
        var waiting: CheckedContinuation<ScanPage?, Never>?
    }

    let keys: [[UInt8]]
    private let questions: [Question]
    let commands: [RedisCommand]
    private let own: OwnLookups
    private let state: Mutex<State>

    /// - Parameter cursor: where SCAN goes on; nil: it is not asked.
    init(
        keys: [[UInt8]], asksPTTL: Bool, asksMemory: Bool, cursor: [UInt8]?, count: Int,
        own: OwnLookups
    ) {
        var questions: [Question] = []
        var commands: [RedisCommand] = []
        questions.reserveCapacity(2 * keys.count + 1)
        commands.reserveCapacity(2 * keys.count + 1)
        if let cursor {
            questions.append(.scan)
            commands.append(ScanPage.command(from: cursor, count: count))
        }
        if asksPTTL {
            for index in keys.indices {
                questions.append(.pttl(index))
                commands.append(RedisCommand(arguments: [Self.pttl, keys[index]]))
            }
        }
        if asksMemory {
            for index in keys.indices {
                questions.append(.memory(index))
                commands.append(RedisCommand(arguments: [Self.memory, Self.usage, keys[index]]))
            }
        }
        self.keys = keys
        self.questions = questions
        self.commands = commands
        self.own = own
        let none = Answers(
            pttl: Array(repeating: nil, count: keys.count),
            bytes: Array(repeating: nil, count: keys.count))
        state = Mutex(State(answers: none))
    }

    var asksScan: Bool { if case .scan? = questions.first { true } else { false } }

    func ask(_ connection: RedisConnection) async throws(RedisError) -> Answers {
        let _: [Void] = try await connection.pipeline(commands, deadline: .seconds(10)) {
            [self] view in take(view)
        }
        return state.withLock { $0.answers }
    }

    /// The page of SCAN, as soon as it is here. nil: refused, or nothing comes any more. For one waiting task.
    func page() async -> ScanPage? {
        await withCheckedContinuation { continuation in
            let isKnown = state.withLock { state in
                let isKnown = state.hasEnded || state.next > 0
                if !isKnown { state.waiting = continuation }
                return isKnown
            }
            if isKnown { continuation.resume(returning: state.withLock { $0.answers.page }) }
        }
    }

    /// Nothing comes any more.
    func noteEnd() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            return state.waiting.take()
        }
        waiting?.resume(returning: nil)
    }

    private func take(_ view: RedisReplyView) {
        let waiting = state.withLock { state in
            enter(view, &state)
            return state.waiting.take()
        }
        waiting?.resume(returning: state.withLock { $0.answers.page })
    }

    private func enter(_ view: RedisReplyView, _ state: inout State) {
        guard state.next < questions.count else { return }
        let question = questions[state.next]
        state.next += 1
        if let error = view.serverError {
            switch question {
            case .pttl(let index), .memory(let index):
                if error.refusesKey {
                    state.answers.refusedKeys.insert(index)
                } else {
                    state.answers.refused[question.command] = error
                }
            case .scan: state.answers.refused[question.command] = error
            }
            return
        }
        switch question {
        case .pttl(let index):
            state.answers.pttl[index] = view.integer
            let isGone = view.integer == -2
            own.add(hits: isGone ? 0 : 1, misses: isGone ? 1 : 0, readerCalls: 1)
        case .memory(let index):
            if view.kind == .integer {
                state.answers.bytes[index] = UInt64(exactly: view.integer)
            }
        case .scan:
            state.answers.page = ScanPage(view)
        }
    }

    private static let pttl = Array("PTTL".utf8)
    private static let memory = Array("MEMORY".utf8)
    private static let usage = Array("USAGE".utf8)
}

extension SweepBatch {
    /// Asks PTTL, MEMORY USAGE or both of keys that are not from a sweep, on a connection other than INFO's.
    ///
    /// - Parameter own: where the look-ups are entered that the server counts.
    static func ask(
        _ keys: [[UInt8]], life: Bool = true, memory: Bool = false, _ connection: RedisConnection,
        own: OwnLookups?
    ) async throws(RedisError) -> Answers {
        try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            try await SweepBatch(
                keys: keys, asksPTTL: life, asksMemory: memory, cursor: nil, count: 0, own: mine
            ).ask(connection)
        }
    }
}
