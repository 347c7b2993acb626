import FoundationEssentials
import Metrics

/// The field `mark` of an entry in `cachetop:audit`. When it was made is the entry's id, which the server
/// gives: so whoever writes it needs no right but XADD.
struct AuditMark: Codable {
    static let field = "mark"
    private static let longest = 4096

    @Nullable var by: String?
    let message: String

    var json: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { JSONText.escapingControls(Array($0)) }
    }

    /// nil: it is no mark, or one that `cachetop mark` would not write.
    static func entry(_ id: StreamID, _ json: [UInt8]) -> TimelineEntry? {
        guard json.count <= longest,
            let mark = try? JSONDecoder().decode(AuditMark.self, from: Data(json)),
            let text = try? MarkText(mark.message)
        else { return nil }
        return TimelineEntry(at: id.timestamp, kind: .mark, by: mark.by, message: "\(text)")
    }
}
