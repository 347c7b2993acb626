import Metrics
import RedisClient

/// The commands that reading a stream takes, each own look-up entered as the server counts it.
struct StreamReader: Sendable {
    static let blockMilliseconds = 1000

    let key: [UInt8]
    let intake: EventIntake
    let own: OwnLookups

    enum Look {
        case stream(StreamInfo)
        case missing
        case otherType
        case refused(RedisServerError)

        /// Nothing can be read under this name, now at least.
        var isNoStream: Bool {
            switch self {
            case .stream: false
            case .missing, .otherType: true
            case .refused(let error): error.refusesKey
            }
        }
    }

    /// XINFO STREAM.
    func look(_ connection: RedisConnection) async throws(RedisError) -> Look {
        let issue = own.issue()
        defer { own.settle(issue) }
        let command = RedisCommand("XINFO", "STREAM", key: key)
        let replies = try await connection.pipeline([command]) { [own] view in
            let isMissing = view.isError && view.text.hasPrefix("ERR no such key")
            let isRefused = view.isError && !isMissing && !view.text.hasPrefix("WRONGTYPE")
            own.settle(issue, hits: isMissing || isRefused ? 0 : 1, misses: isMissing ? 1 : 0)
            return view.reply
        }
        guard let refusal = replies.first?.serverError else {
            return replies.first.flatMap { StreamInfo($0) }.map { .stream($0) } ?? .missing
        }
        if refusal.code == "WRONGTYPE" { return .otherType }
        if refusal.message.hasPrefix("ERR no such key") { return .missing }
        return .refused(refusal)
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

    /// One XREAD. A PING in the same write goes before a blocking one: its reply tells that the
    /// server has got the XREAD, too, and has counted it, which it does when it begins to block.
    func read(
        _ request: Request, _ connection: RedisConnection
    ) async throws(RedisError) -> Answer {
        var command = RedisCommand("XREAD", "COUNT").appending(request.count)
        if request.blocks {
            command = command.appending("BLOCK").appending(Self.blockMilliseconds)
        }
        command = command.appending("STREAMS").appending(key)
            .appending(request.after.description)
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
                    view, mark: request.mark, limit: request.limit,
                    liveAfter: request.liveAfter))
        }
        return answers.last ?? .arrived
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
