import Metrics
import RedisClient

/// What XINFO STREAM says that matters here.
struct StreamInfo: Sendable, Hashable {
    var length: UInt64
    var lastID: StreamID
    var firstID: StreamID?
    /// Entries ever added; nil before Redis 7.
    var added: UInt64?
    /// The highest id ever deleted by XDEL; nil before Redis 7.
    var maxDeletedID: StreamID?

    /// All that was ever added is still there, as far as the server knows.
    var isWhole: Bool { added == length && maxDeletedID == .zero }

    /// Whether all that was ever added is read when reading begins after an id.
    func isWhole(after id: StreamID) -> Bool { isWhole && firstID.map { $0 > id } ?? true }

    /// Why lost entries can't be detected; nil: they can.
    var gapsProblem: SourceProblem? {
        added == nil
            ? SourceProblem(
                .notTold, "This server, older than Redis 7, does not count added entries.") : nil
    }

    init?(_ reply: RedisReply) {
        guard let elements = reply.elements else { return nil }
        var fields: [String: RedisReply] = [:]
        for index in stride(from: 0, to: elements.count - 1, by: 2) {
            if let name = elements[index].text { fields[name] = elements[index + 1] }
        }
        guard let length = fields["length"]?.integerValue,
            let last = fields["last-generated-id"]?.bytes.flatMap({ StreamID($0) })
        else { return nil }
        self.length = UInt64(max(0, length))
        lastID = last
        firstID = fields["first-entry"]?.elements?.first?.bytes.flatMap { StreamID($0) }
        added = fields["entries-added"]?.integerValue.flatMap { UInt64(exactly: $0) }
        maxDeletedID = fields["max-deleted-entry-id"]?.bytes.flatMap { StreamID($0) }
    }

    init(length: UInt64, lastID: StreamID, firstID: StreamID? = nil, added: UInt64? = nil) {
        self.length = length
        self.lastID = lastID
        self.firstID = firstID
        self.added = added
        maxDeletedID = .zero
    }

    /// From when on all events are there to be read, given that reading begins after `cutoff`.
    func coveredFrom(cutoff: Timestamp, now: Timestamp) -> Timestamp {
        if isWhole { return cutoff }
        guard let firstID else { return max(cutoff, now) }
        return max(cutoff, min(now, firstID.timestamp))
    }
}
