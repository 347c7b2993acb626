import Console
import FoundationEssentials
import LiveCache
import Metrics

/// `purge --json`, and `purge --dry-run --json`: one object, every field always present.
struct PurgeDocument: Encodable {
    /// The commands or requests, a line each.
    let plan: [String]
    let target: String
    let scope: String
    let via: InvalidationRecord.Way
    /// The cost that was announced; null when it was refused before the survey.
    @Nullable var radius: BlastRadius?
    /// When a change shows in each place, if the plan is carried out at `record.at`; null as `radius`.
    @Nullable var newAgain: NewAgain?
    /// The outcome.
    let record: InvalidationRecord

    init(_ planned: PlannedInvalidation, isSurveyed: Bool, record: InvalidationRecord) {
        plan = planned.plan.descriptions()
        target = planned.plan.target
        scope = planned.scope.text
        via = planned.plan.way
        radius = isSurveyed ? planned.radius : nil
        newAgain = isSurveyed ? NewAgain(planned.radius, purgedAt: record.at) : nil
        self.record = record
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return JSONText.escapingControls(Array(try encoder.encode(self))) + [UInt8(ascii: "\n")]
    }
}
