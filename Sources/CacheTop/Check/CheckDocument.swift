import FoundationEssentials
import Metrics

/// A check's outcome as JSON, every field always present.
struct CheckDocument: Encodable {
    static let schema = "cachetop.check/1"

    struct Rule: Encodable {
        var rule: String
        var status: String
        var isLeftOut: Bool
        @Nullable var why: String?
        var alerts: [Alert]
    }

    var schema = Self.schema
    var takenAt: Timestamp
    var endpoint: String
    var status: String
    var rules: [Rule]

    init(_ report: CheckReport, _ snapshot: Snapshot) {
        takenAt = snapshot.takenAt
        endpoint = snapshot.endpoint
        status = report.status.name
        rules = report.results.map {
            Rule(
                rule: $0.rule, status: $0.status.name, isLeftOut: $0.isLeftOut, why: $0.why,
                alerts: $0.alerts)
        }
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}
