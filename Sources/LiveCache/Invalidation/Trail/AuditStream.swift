import FoundationEssentials
import Metrics
import RedisClient

/// The stream `cachetop:audit`, where every cachetop on this Redis reports its invalidations: up to
/// about 10,000 entries, one report an entry.
///
/// A report is one field, `began`, `progress` or `record` (the end), with the record as it is known then
/// as JSON; or it is a mark (`AuditMark`). An older cachetop reads `record` alone and so sees what has
/// ended. Entries are foreign text: what is neither is passed over.
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
        /// nil: nor is it a mark.
        var mark: TimelineEntry?
    }

    static func entries(_ entries: StreamEntries) -> [Entry] {
        entries.map { entry in
            for pair in (0..<entry.count).lazy.map({ entry[$0] }) {
                let name = String(decoding: pair.field, as: UTF8.self)
                if name == AuditMark.field {
                    return Entry(id: entry.id, mark: AuditMark.entry(entry.id, Array(pair.value)))
                }
                guard let event = Event(rawValue: name) else { continue }
                return Entry(id: entry.id, record: record(event, Array(pair.value)))
            }
            return Entry(id: entry.id, record: nil)
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
