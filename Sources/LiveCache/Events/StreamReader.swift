import Metrics
import RedisClient

/// The commands that reading a stream takes, each own look-up entered as the server counts it.
struct StreamReader: Sendable {
    static let blockMilliseconds = 1000

    let key: [UInt8]
    let intake: EventIntake
    let own: OwnLookups

    func look(_ connection: RedisConnection) async throws(RedisError) -> StreamLook {
        try await StreamLook(key, connection, own: own)
    }

    struct Request: Sendable {
        var after: StreamID
        var count: Int
        /// Entries up to it are counted apart.
        var mark: StreamID?
        /// Entries beyond it are left alone; nil: no limit.
        var limit: StreamID?
        /// Entries beyond it are seen to arrive; nil: none is.
        var liveAfter: StreamID?
        var blocks: Bool
        /// What the server will count for it, to go by the last answers.
        var lookups: HitCounts
    }

    enum Answer: Sendable {
        /// No entries: there are none beyond.
        case batch(StreamCursor.Batch)
        case refused(RedisServerError)
        /// Only the PING's reply.
        case arrived
    }

    /// One XREAD. A PING in the same write goes before a blocking one: its reply shows that the
    /// server has got the XREAD, too, and has counted it, which it does when it begins to block.
    func read(
        _ request: Request, _ connection: RedisConnection
    ) async throws(RedisError) -> Answer {
        let command = command(request)
        let issue = own.issue()
        defer { own.settle(issue) }
        let answers = try await connection.pipeline(
            request.blocks ? [RedisCommand("PING"), command] : [command],
            deadline: .milliseconds(Self.blockMilliseconds) + .seconds(5)
        ) { [intake, own] view in
            if !view.isError {
                own.settle(issue, hits: request.lookups.hits, misses: request.lookups.misses)
            }
            if view.kind == .status { return Answer.arrived }
            if let error = view.serverError { return .refused(error) }
            return .batch(
                intake.take(
                    StreamEntries(ofRead: view), mark: request.mark, limit: request.limit,
                    liveAfter: request.liveAfter))
        }
        return answers.last ?? .arrived
    }

    func command(_ request: Request) -> RedisCommand {
        .xread(
            key, after: request.after, count: request.count,
            block: request.blocks ? Self.blockMilliseconds : nil)
    }

    /// TYPE's answer; nil where it is refused.
    func type(_ connection: RedisConnection) async throws(RedisError) -> String? {
        let issue = own.issue()
        defer { own.settle(issue) }
        let replies = try await connection.pipeline([RedisCommand("TYPE", key: key)]) {
            [own] view in
            own.settle(issue, hits: view.isError ? 0 : 1)
            return view.reply
        }
        guard case .status(let name)? = replies.first else { return nil }
        return KeyText.text(name)
    }
}
