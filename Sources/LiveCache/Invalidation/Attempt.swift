import FoundationEssentials
import Metrics
import RedisClient

/// One attempt on its way: the record that grows, and its lines in the trail.
///
/// What can't be written is kept as a sentence for the record; it never stops the deed.
struct Attempt: Sendable {
    let trail: AuditTrail?
    let planned: PlannedInvalidation
    var record: InvalidationRecord
    private var problems: [String] = []
    private var throttle = Throttle(seconds: 1)

    init(trail: AuditTrail?, planned: PlannedInvalidation, record: InvalidationRecord) {
        self.trail = trail
        self.planned = planned
        self.record = record
    }

    mutating func begin() { write(AuditEntry(.began, record, planned: planned)) }

    mutating func note(_ progress: InvalidationProgress) {
        guard throttle.isDue() else { return }
        var entry = AuditEntry(.progress, record, plan: planned.plan)
        entry.at = record.at.adding(seconds: progress.seconds)
        entry.keysDone = progress.done
        entry.keysRemoved = progress.removed
        write(entry)
    }

    /// The last line. A problem with that one can only be told on the screen.
    mutating func end() {
        record.trailProblem = problems.isEmpty ? nil : problems.joined(separator: " ")
        var entry = AuditEntry(.ended, record, planned: planned)
        entry.at = record.at.adding(seconds: record.durationSeconds ?? 0)
        write(entry)
        record.trailProblem = problems.isEmpty ? nil : problems.joined(separator: " ")
    }

    /// Tells the other dashboards on this Redis.
    mutating func publish(_ connection: RedisConnection) async {
        if let problem = await AuditTail.publish(record, connection) { note(problem) }
    }

    mutating func note(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    private mutating func write(_ entry: AuditEntry) {
        if let problem = trail?.append(entry) { note(problem) }
    }
}
