import FoundationEssentials
import Invalidation
import Metrics
import RedisClient

/// One attempt under way: the record that grows, and its reports in the two trails.
///
/// Both get `began` before the first removal, `progress` on long ones, and the end. What can't be written
/// is kept as a sentence for the record; it never stops the purge.
struct Attempt: Sendable {
    let trail: AuditTrail?
    let planned: PlannedInvalidation
    var record: InvalidationRecord
    private var problems: [String] = []
    private var throttle = Throttle(seconds: 1)
    private var reportThrottle: Throttle
    private let watch = Stopwatch()
    /// `began` is in the stream; else progress would be a report of nothing.
    private var isAnnounced = false

    /// On Redis as patient as the purge itself; the API is not kept waiting for a report.
    private var deadline: Duration {
        planned.plan.way == .redis ? Execution.standardDeadline : .seconds(2)
    }

    /// - Parameter reportSeconds: how often progress goes to the other dashboards.
    init(
        trail: AuditTrail?, planned: PlannedInvalidation, record: InvalidationRecord,
        reportSeconds: Double = PurgePace.reportSeconds
    ) {
        self.trail = trail
        self.planned = planned
        self.record = record
        reportThrottle = Throttle(seconds: reportSeconds)
    }

    mutating func begin() { write(AuditEntry(.began, record, planned: planned)) }

    /// Reports to the other dashboards that it begins; to be called before anything changes.
    mutating func announce(on connection: RedisConnection) async {
        isAnnounced = await publish(.began, unfinished(), connection)
        // The next report is due a while after this one.
        _ = reportThrottle.isDue(watch.seconds)
    }

    mutating func note(_ progress: InvalidationProgress, on connection: RedisConnection) async {
        if throttle.isDue(watch.seconds) {
            var entry = AuditEntry(.progress, record, plan: planned.plan)
            entry.at = record.at.adding(seconds: progress.seconds)
            entry.keysDone = progress.done
            entry.keysRemoved = progress.removed
            write(entry)
        }
        guard isAnnounced, reportThrottle.isDue(watch.seconds) else { return }
        let report = unfinished(removed: progress.removed, seconds: progress.seconds)
        isAnnounced = await publish(.progress, report, connection)
    }

    /// One of several requests to the API was answered.
    mutating func noteAnswer(after seconds: Double, on connection: RedisConnection?) async {
        if throttle.isDue(watch.seconds) {
            var entry = AuditEntry(.progress, record, plan: planned.plan)
            entry.at = record.at.adding(seconds: seconds)
            write(entry)
        }
        guard isAnnounced, let connection, reportThrottle.isDue(watch.seconds) else { return }
        isAnnounced = await publish(.progress, unfinished(seconds: seconds), connection)
    }

    /// Reports the end to the other dashboards.
    mutating func publish(_ connection: RedisConnection) async {
        _ = await publish(.ended, record, connection)
    }

    /// The last line. A problem with that one can only be shown on the screen.
    mutating func end() {
        record.trailProblem = problems.isEmpty ? nil : problems.joined(separator: " ")
        var entry = AuditEntry(.ended, record, planned: planned)
        entry.at = record.at.adding(seconds: record.durationSeconds ?? 0)
        write(entry)
        record.trailProblem = problems.isEmpty ? nil : problems.joined(separator: " ")
    }

    /// It ends without anything having been done.
    mutating func fail(_ why: String) {
        record.outcome = .notDone
        record.message = why
    }

    mutating func note(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    private func unfinished(removed: UInt64? = nil, seconds: Double = 0) -> InvalidationRecord {
        record.unfinished(
            removed: removed, seconds: seconds, edgeSeconds: planned.radius.edgeSeconds)
    }

    private mutating func publish(
        _ event: AuditStream.Event, _ record: InvalidationRecord, _ connection: RedisConnection
    ) async -> Bool {
        guard
            let problem = await AuditStream.publish(
                event, record, connection, within: deadline)
        else { return true }
        note(problem)
        return false
    }

    private mutating func write(_ entry: AuditEntry) {
        if let problem = trail?.append(entry) { note(problem) }
    }
}
