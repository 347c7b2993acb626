import Metrics
import RedisClient
import Synchronization

/// XREADs of what the stream already holds, one after the other: each is sent as soon as the reply before
/// has come and before its entries are counted, so that the server reads while they are.
///
/// It goes on by itself on the connection's event loop: at most one reply is held and one is on its way.
final class StreamBurst: Sendable {
    struct Result: Sendable {
        /// In the order of the stream; the last may be empty: there is nothing beyond.
        var batches: [StreamCursor.Batch] = []
        /// Whether the stream may hold more.
        var isFull = true
        /// What ended it early.
        var error: RedisError?
        var refusal: RedisServerError?
    }

    private struct State {
        var result = Result()
        var waiting: CheckedContinuation<Result, Never>?
        /// The command on its way.
        var command: UInt64?
        var isCancelled = false
        /// Entries are being counted: an end waits until they are in the result.
        var isCounting = false
        var isOver = false
    }

    private let reader: StreamReader
    private let connection: RedisConnection
    /// By the monotonic clock: no XREAD is sent after it.
    private let end: Double
    private let state = Mutex(State())

    init(_ reader: StreamReader, _ connection: RedisConnection, seconds: Double) {
        self.reader = reader
        self.connection = connection
        end = ServerClock.monotonicSeconds() + seconds
    }

    func read(_ first: StreamReader.Request) async -> Result {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                state.withLock { $0.waiting = waiting }
                begin(first)
            }
        } onCancel: {
            let command = state.withLock { state in
                state.isCancelled = true
                return state.command
            }
            if let command { connection.cancel(command) }
        }
    }

    private func begin(_ request: StreamReader.Request) {
        let issue = reader.own.issue()
        let id = connection.begin(reader.command(request), deadline: .seconds(5)) {
            self.take($0, of: request, issue)
        } done: { outcome in
            if case .failure(let error) = outcome {
                self.reader.own.settle(issue)
                self.finish { $0.error = error }
            }
        }
        // Ids only grow, and the reply may have begun the next command before this one's is here.
        let isLate = state.withLock { state in
            state.command = max(state.command ?? 0, id)
            return state.isCancelled
        }
        if isLate { connection.cancel(id) }
    }

    private func take(
        _ view: RedisReplyView, of request: StreamReader.Request, _ issue: OwnLookups.Issue
    ) {
        if let refusal = view.serverError {
            reader.own.settle(issue)
            return finish { $0.refusal = refusal }
        }
        reader.own.settle(issue, hits: request.lookups.hits, misses: request.lookups.misses)
        let entries = StreamEntries(ofRead: view)
        let isFull = entries.count >= request.count
        var next: StreamReader.Request?
        if isFull, let last = entries.lastID, last < request.limit ?? StreamID.last, isOpen {
            next = request
            next?.after = last
        }
        state.withLock { $0.isCounting = true }
        if let next { begin(next) }
        let batch = reader.intake.take(
            entries, mark: request.mark, limit: request.limit, liveAfter: request.liveAfter)
        let isOver = state.withLock { state in
            state.result.batches.append(batch)
            state.isCounting = false
            return state.isOver
        }
        if next == nil || isOver { finish { $0.isFull = isFull } }
    }

    private var isOpen: Bool {
        ServerClock.monotonicSeconds() < end && !state.withLock(\.isCancelled)
    }

    private func finish(_ change: (inout Result) -> Void) {
        let (waiting, result) = state.withLock { state in
            change(&state.result)
            state.isOver = true
            return (state.isCounting ? nil : state.waiting.take(), state.result)
        }
        waiting?.resume(returning: result)
    }
}
