/// Changes of maxmemory and maxmemory-policy: they decide what Redis removes by itself.
struct SettingDetector: Sendable {
    private var limit: UInt64?
    private var policy: String?

    mutating func observe(_ poll: ServerPoll) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        if let new = poll.maxBytes {
            if let limit, limit != new {
                let words = (Self.words(limit), Self.words(new))
                entries.append(
                    Self.entry("maxmemory", "\(limit)", "\(new)", words, at: poll.at))
            }
            limit = new
        }
        if let new = poll.memoryPolicy {
            if let policy, policy != new {
                entries.append(
                    Self.entry("maxmemory-policy", policy, new, (policy, new), at: poll.at))
            }
            policy = new
        }
        return entries
    }

    private static func words(_ bytes: UInt64) -> String {
        bytes == 0 ? "no limit" : Format.bytes(bytes)
    }

    private static func entry(
        _ name: String, _ from: String, _ to: String, _ words: (String, String), at: Timestamp
    ) -> TimelineEntry {
        var entry = TimelineEntry(
            at: at, kind: .config, subject: name,
            message: "\(name) was changed from \(words.0) to \(words.1).")
        (entry.from, entry.to) = (from, to)
        return entry
    }
}
