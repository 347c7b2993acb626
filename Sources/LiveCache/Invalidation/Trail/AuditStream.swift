import FoundationEssentials
import Metrics
import RedisClient

/// The stream `cachetop:audit`, where every cachetop on this Redis reports its invalidations: up to
/// about 10,000 entries, one report an entry.
///
/// A report is one field, `began`, `progress` or `record` (the end), with the record as it is known then
/// as JSON. An older cachetop reads `record` alone and so sees what has ended. Entries are foreign text:
/// what is not a report is passed over.
enum AuditStream {
    static let key = "cachetop:audit"
    static let length = "10000"
    static let longestRecord = 64_000

    enum Event: String {
        case began, progress
        case ended = "record"
    }

    struct Entry: Sendable {
        var id: StreamID
        /// nil: the entry is not a report.
        var record: InvalidationRecord?
    }

    static func entries(_ view: RedisReplyView) -> [Entry] {
        (0..<view.count).compactMap { index in
            guard let id = StreamID(view[index][0].bytes) else { return nil }
            let pairs = view[index][1]
            for position in stride(from: 0, to: pairs.count - 1, by: 2) {
                guard let event = Event(rawValue: pairs[position].text) else { continue }
                return Entry(id: id, record: record(event, Array(pairs[position + 1].bytes)))
            }
            return Entry(id: id, record: nil)
        }
    }

    static func record(_ event: Event, _ json: [UInt8]) -> InvalidationRecord? {
        guard json.count <= longestRecord,
            var record = try? JSONDecoder().decode(InvalidationRecord.self, from: Data(json))
        else { return nil }
        if event != .ended { record.outcome = .unfinished }
        return record
    }

    /// - Returns: why other dashboards will not see it, as a sentence; nil: they will.
    static func publish(
        _ event: Event, _ record: InvalidationRecord, _ connection: RedisConnection,
        within deadline: Duration
    ) async -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(record) else { return nil }
        let command = RedisCommand(
            "XADD", key, "MAXLEN", "~", length, "*", event.rawValue,
            bytes: [JSONText.escapingControls(Array(json))])
        do throws(RedisError) {
            _ = try await connection.send(command, deadline: deadline)
            return nil
        } catch {
            return "Other dashboards will not see this purge: \(key) was not written "
                + "(\(error.message))."
        }
    }
}
