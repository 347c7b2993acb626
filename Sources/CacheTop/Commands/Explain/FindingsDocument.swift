import FoundationEssentials
import Metrics

/// The findings of a snapshot as one JSON object, with what they could not take into account.
struct FindingsDocument: Encodable {
    let takenAt: Timestamp
    let endpoint: String
    let findings: [Finding]
    let unavailable: [Unavailable]

    init(_ snapshot: Snapshot) {
        takenAt = snapshot.takenAt
        endpoint = snapshot.endpoint
        findings = snapshot.findings
        unavailable = snapshot.unavailable
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return JSONText.escapingControls(Array(try encoder.encode(self))) + [UInt8(ascii: "\n")]
    }
}
