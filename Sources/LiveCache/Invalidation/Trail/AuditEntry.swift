import FoundationEssentials
import Glibc
package import Metrics

/// One line of the trail: `cachetop.audit/1`. Fields are always present; unknown is null.
package struct AuditEntry: Sendable, Hashable, Codable {
    package enum Event: String, Sendable, Hashable, Codable {
        /// Before anything is sent. Without an `ended` of the same id the attempt was cut off.
        case began
        /// After the first batch at once, then once a second at most.
        case progress
        /// Done, accepted, stopped, failed, refused or a dry run: the record says which.
        case ended
    }

    package var schema = "cachetop.audit/1"
    package var event: Event
    package var at: Timestamp
    /// Of the attempt: the record's.
    package var id: String
    package var scope: String
    @Nullable package var by: String?
    package var via: InvalidationRecord.Way
    /// The endpoint or the URL, without secrets.
    package var target: String
    /// The commands or the requests, in a line.
    package var plan: String
    @Nullable package var keysPlanned: UInt64?
    /// Keys whose UNLINK was answered so far, and those of them that were removed by it.
    @Nullable package var keysDone: UInt64?
    @Nullable package var keysRemoved: UInt64?
    /// The cost that was announced to the operator.
    @Nullable package var radius: BlastRadius?
    /// How it ended; null before.
    @Nullable package var record: InvalidationRecord?

    init(
        _ event: Event, _ record: InvalidationRecord, plan: InvalidationPlan,
        radius: BlastRadius? = nil
    ) {
        self.event = event
        at = record.at
        id = record.id ?? ""
        scope = record.scope
        by = record.by
        via = record.via
        target = plan.target
        self.plan = plan.summary
        keysPlanned = record.keysPlanned
        keysRemoved = record.keysRemoved
        self.radius = radius
        // Others' records have lines of their own.
        self.radius?.recent = nil
        self.record = event == .ended ? record : nil
    }

    init(_ event: Event, _ record: InvalidationRecord, planned: PlannedInvalidation) {
        self.init(event, record, plan: planned.plan, radius: planned.radius)
    }

    /// nil: it can't be encoded.
    var line: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return nil }
        return JSONText.escapingControls(Array(json)) + [UInt8(ascii: "\n")]
    }
}
