import Metrics
import RedisClient

/// Reads `cachetop:audit` with each poll.
///
/// The first poll goes back `since` seconds, for what a plan calls recent. The week before (`AuditPast`) is
/// read behind that, a page a poll, so that a long stream delays nothing.
struct AuditTail {
    static let count = 100

    /// How many seconds back the first poll begins.
    let since: Double
    private var position: StreamID?
    private var past: AuditPast?
    private var isThere = false
    /// Why the stream can't be read; nil: it can, or there is none.
    private(set) var problem: SourceProblem?
    private var refusals: Refusals
    private var marks: [TimelineEntry] = []

    init(since: Double, refusals: Refusals = Refusals()) {
        self.since = since
        self.refusals = refusals
    }

    /// The reports that were added since the last poll, oldest first. An attempt may have several.
    ///
    /// - Parameter own: where its look-ups are entered, when the replies are decoded.
    mutating func read(
        _ connection: RedisConnection, own: OwnLookups, now: Timestamp
    ) async throws(RedisError) -> [InvalidationRecord] {
        if let refusal = refusals.problem(for: "XREAD") ?? refusals.problem(for: "TYPE") {
            problem = refusal
            return []
        }
        begin(at: now)
        var records: [InvalidationRecord] = []
        while let page = try await readPage(connection, own: own) {
            records += page.compactMap(\.record)
            if page.count < Self.count { break }
        }
        return records
    }

    /// The first poll sets the position, and how far back the past is to be read.
    private mutating func begin(at now: Timestamp) {
        guard position == nil else { return }
        let start = Self.id(now.adding(seconds: -since))
        position = start
        past = AuditPast(
            before: start,
            starts: AuditPast.reaches.filter { $0 > since }.map {
                Self.id(now.adding(seconds: -$0))
            }, unfinishedAfter: Self.id(now.adding(seconds: -AuditPast.seconds)))
    }

    /// The next page of entries; nil: it can't be read, and `problem` says why.
    private mutating func readPage(
        _ connection: RedisConnection, own: OwnLookups
    ) async throws(RedisError) -> [AuditStream.Entry]? {
        let after = position ?? .zero
        let answers = try await ask(connection, after: after, own: own)
        guard answers.count == 2 else { return nil }
        if let refusal = refusal(answers) {
            problem = SourceProblem(refusal)
            refusals.note(refusal, for: "XREAD")
            return nil
        }
        noteType(answers[0].type ?? "none")
        let entries = answers[1].entries
        for entry in entries { if let record = entry.record { past?.note(record) } }
        marks += entries.compactMap(\.mark)
        position = entries.map(\.id).reduce(after, max)
        return entries
    }

    /// TYPE, and XREAD beyond an id: of a missing key and of one of another type XREAD says nothing.
    private func ask(
        _ connection: RedisConnection, after id: StreamID, own: OwnLookups
    ) async throws(RedisError) -> [Answer] {
        let exists = Flag()
        let commands = [RedisCommand("TYPE", AuditStream.key), Self.command(after: id)]
        return try await connection.pipeline(commands) { view in
            switch view.kind {
            case .status:
                if view.text != "none" { exists.raise() }
                own.add(hits: exists.isUp ? 1 : 0, misses: exists.isUp ? 0 : 1)
                return Answer(type: view.text)
            case .error: return Answer(error: view.serverError)
            default:
                own.add(hits: exists.isUp ? 2 : 0, misses: exists.isUp ? 0 : 2)
                return Answer(entries: AuditStream.entries(StreamEntries(ofRead: view)))
            }
        }
    }

    private mutating func noteType(_ type: String) {
        isThere = type == "stream"
        problem =
            isThere || type == "none"
            ? nil
            : SourceProblem(.notTold, "\(AuditStream.key) is a \(type), not a stream: delete it")
    }

    /// The marks that were read since the last call.
    mutating func takeMarks() -> [TimelineEntry] {
        defer { marks = [] }
        return marks
    }

    /// Whether a part of the week before is still to be read.
    var hasPast: Bool { past != nil && isThere && problem == nil }

    /// The next page of the time before the first poll.
    mutating func readPast(
        _ connection: RedisConnection, own: OwnLookups
    ) async throws(RedisError) -> [InvalidationRecord] {
        guard hasPast, let after = past?.position else { return [] }
        let answer = try await connection.pipeline([Self.command(after: after)]) { view in
            if let error = view.serverError { return Answer(error: error) }
            own.add(hits: 2)
            return Answer(entries: AuditStream.entries(StreamEntries(ofRead: view)))
        }.first
        guard let answer, answer.error == nil else {
            past = nil
            return []
        }
        marks += past?.marks(of: answer.entries) ?? []
        let records = past?.take(answer.entries, asked: Self.count) ?? []
        if past?.isRead == true { past = nil }
        return records
    }

    private static func id(_ moment: Timestamp) -> StreamID {
        StreamID(milliseconds: UInt64(max(0, moment.milliseconds)), sequence: 0)
    }

    private static func command(after id: StreamID) -> RedisCommand {
        .xread(Array(AuditStream.key.utf8), after: id, count: count)
    }

    private func refusal(_ answers: [Answer]) -> RedisServerError? {
        let errors = answers.compactMap(\.error)
        return errors.first { $0.code != "WRONGTYPE" }
    }

    private struct Answer: Sendable {
        var type: String?
        var error: RedisServerError?
        var entries: [AuditStream.Entry] = []
    }
}
