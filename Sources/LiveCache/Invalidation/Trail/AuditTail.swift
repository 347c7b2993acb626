import FoundationEssentials
import Metrics
import RedisClient

/// The trail on Redis: the stream `cachetop:audit`, one record an entry as JSON, 10,000 of them.
///
/// Whoever sends something adds its record, all dashboards read it with each look. Entries are
/// other programs' words: what is no record is passed over. TYPE comes first, since a reader of a
/// key that is missing, and one of a key of another type, hear nothing of it from XREAD.
struct AuditTail {
    static let key = "cachetop:audit"
    static let field = "record"
    static let length = "10000"
    static let count = 100
    static let longestRecord = 64_000

    /// How many seconds back the first look begins.
    let since: Double
    private var position: StreamID?
    /// Why it can't be read, in the server's words; nil: it can, or there is none.
    private(set) var problem: String?
    private var refusals = Refusals()

    init(since: Double) { self.since = since }

    /// The records that were added since the last look, oldest first.
    ///
    /// - Parameter own: where its look-ups are entered, when the replies are decoded.
    mutating func look(
        _ connection: RedisConnection, own: OwnLookups, now: Timestamp
    ) async throws(RedisError) -> [InvalidationRecord] {
        if let words = refusals.words(for: "XREAD") ?? refusals.words(for: "TYPE") {
            problem = words
            return []
        }
        var after =
            position
            ?? StreamID(
                milliseconds: UInt64(max(0, now.adding(seconds: -since).milliseconds)), sequence: 0)
        var records: [InvalidationRecord] = []
        while true {
            let isThere = Flag()
            let answers = try await connection.pipeline([
                RedisCommand("TYPE", Self.key),
                RedisCommand("XREAD", "COUNT").appending(Self.count).appending("STREAMS")
                    .appending(Self.key).appending(after.description),
            ]) { view in
                switch view.kind {
                case .status:
                    if view.text != "none" { isThere.raise() }
                    own.add(hits: isThere.isUp ? 1 : 0, misses: isThere.isUp ? 0 : 1)
                    return Answer(type: view.text)
                case .error: return Answer(error: view.serverError)
                default:
                    own.add(hits: isThere.isUp ? 2 : 0, misses: isThere.isUp ? 0 : 2)
                    return Answer(entries: Self.entries(view[0][1]))
                }
            }
            guard answers.count == 2 else { return records }
            if let refusal = refusal(answers) {
                problem = refusal.message
                refusals.note(refusal, for: "XREAD")
                return records
            }
            let type = answers[0].type ?? "none"
            let isOther = type != "stream" && type != "none"
            problem = isOther ? "\(Self.key) is a \(type), not a stream: delete it" : nil
            let entries = answers[1].entries
            for entry in entries {
                after = max(after, entry.id)
                if let record = entry.record { records.append(record) }
            }
            position = after
            if entries.count < Self.count { return records }
        }
    }

    private func refusal(_ answers: [Answer]) -> RedisServerError? {
        let errors = answers.compactMap(\.error)
        return errors.first { $0.code != "WRONGTYPE" }
    }

    private struct Answer: Sendable {
        var type: String?
        var error: RedisServerError?
        var entries: [Entry] = []
    }

    struct Entry: Sendable {
        var id: StreamID
        /// nil: what stands there is no record.
        var record: InvalidationRecord?
    }

    private static func entries(_ view: RedisReplyView) -> [Entry] {
        (0..<view.count).compactMap { index in
            guard let id = StreamID(view[index][0].bytes) else { return nil }
            let pairs = view[index][1]
            for position in stride(from: 0, to: pairs.count - 1, by: 2)
            where pairs[position].text == Self.field {
                return Entry(id: id, record: record(Array(pairs[position + 1].bytes)))
            }
            return Entry(id: id, record: nil)
        }
    }

    static func record(_ json: [UInt8]) -> InvalidationRecord? {
        guard json.count <= Self.longestRecord else { return nil }
        return try? JSONDecoder().decode(InvalidationRecord.self, from: Data(json))
    }

    /// - Returns: why the others will not see it, as a sentence; nil: they will.
    static func publish(
        _ record: InvalidationRecord, _ connection: RedisConnection
    ) async -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(record) else { return nil }
        let command = RedisCommand(
            "XADD", Self.key, "MAXLEN", "~", Self.length, "*", Self.field,
            bytes: [JSONText.escapingControls(Array(json))])
        do throws(RedisError) {
            _ = try await connection.send(command, deadline: .seconds(2))
            return nil
        } catch {
            return "Other dashboards will not see it, \(Self.key) was not written: "
                + "\(error.message)."
        }
    }
}
