/// What the screen has shown: every second for 10 minutes, every 10 s for 2 hours, every minute for
/// 24 hours, in at most 8 MiB for 12 resources.
///
/// It is filled from snapshots and gives snapshots back, so that all numbers that are drawn are in it.
/// What was not measured then is null, and a moment at which nothing was noted does not exist.
package struct Past: Sendable {
    /// Seconds of a slot, and slots, finest first.
    private static let resolutions = [(1, 600), (10, 720), (60, 1440)]
    /// Minutes of used memory that a snapshot has.
    private static let memoryMinutes = 60
    /// Of parts of a snapshot that were not recorded at its moment: `unavailable[].subject`.
    package static let subject = "past"

    /// All names, and no number.
    private(set) var base: Snapshot?
    private(set) var rings: [FrameRing] = []
    /// Where curves find their numbers in a frame.
    private(set) var places: [FrameCoder.Place: Int] = [:]
    private var outlines = Outlines()
    private var tables = KeyTables()

    package init() {}

    /// Takes in what is shown. A later one of the same second takes its place.
    package mutating func note(_ snapshot: Snapshot) {
        begin(with: snapshot)
        let number = outlines.number(of: Outline(snapshot))
        let frame = FrameRing.Frame(
            at: snapshot.takenAt, outline: number, bytes: Self.bytes(of: snapshot))
        for index in rings.indices { rings[index].note(frame) }
        tables.note(snapshot)
    }

    /// The newest moment before another, at the finest resolution that there is.
    package func moment(before moment: Timestamp) -> PastMoment? {
        rings.compactMap { $0.time(before: moment) }.max().flatMap(named)
    }

    package func moment(after moment: Timestamp) -> PastMoment? {
        rings.compactMap { $0.time(after: moment) }.min().flatMap(named)
    }

    private func named(_ at: Timestamp) -> PastMoment? {
        rings.first { $0.frame(at: at) != nil }
            .map { PastMoment(at: at, resolutionSeconds: $0.slotSeconds) }
    }

    /// The snapshot of a moment as far as it was recorded; nil: nothing was.
    /// - Parameter book: today's history, whose invalidations have their own times.
    package func snapshot(at moment: Timestamp, invalidationsOf book: History) -> Snapshot? {
        guard var snapshot = base,
            let frame = rings.lazy.compactMap({ $0.frame(at: moment) }).first
        else { return nil }
        var coder = FrameCoder(reading: frame.bytes, at: frame.at)
        snapshot.takenAt = frame.at
        snapshot.code(&coder)
        let outline = outlines[frame.outline]
        outline?.fill(&snapshot)
        snapshot.memory.history = usedBytes(upTo: snapshot)
        fillTopKeys(&snapshot)
        fillInvalidations(&snapshot, book)
        fillListeners(&snapshot, book)
        fillAlerts(&snapshot, outline)
        return snapshot
    }

    /// Bytes that are in use.
    package var byteCount: Int {
        rings.reduce(0) { $0 + $1.byteCount } + outlines.byteCount + tables.byteCount
    }

    /// The most that it takes for snapshots like this one.
    package static func byteLimit(for snapshot: Snapshot) -> Int {
        let width = bytes(of: snapshot).count
        return resolutions.reduce(Outlines.byteLimit + KeyTables.byteLimit) {
            $0 + FrameRing.byteLimit(capacity: $1.1, width: width)
        }
    }
}

extension Past {
    private static func bytes(of snapshot: Snapshot) -> [UInt8] {
        var coder = FrameCoder(writingAt: snapshot.takenAt)
        var copy = snapshot
        copy.code(&coder)
        return coder.bytes
    }

    /// Other names are another cache: what was noted of the former is forgotten.
    private mutating func begin(with snapshot: Snapshot) {
        var names = Snapshot(
            takenAt: Timestamp(milliseconds: 0), endpoint: snapshot.endpoint, intervalSeconds: 0,
            source: snapshot.events.source)
        names.resources = snapshot.resources.map { resource in
            ResourceReport(name: resource.name, policy: resource.policy)
        }
        names.memoryBy = snapshot.memoryBy.map { MemoryShare(of: $0.of, bytes: nil) }
        names.versions = snapshot.versions.map {
            Snapshot.Version(
                name: $0.name, key: $0.key, value: nil, changedAt: nil, changesPerHour: nil)
        }
        guard names != base else { return }
        base = names
        let width = Self.bytes(of: snapshot).count
        var locating = FrameCoder(locatingAt: snapshot.takenAt)
        var copy = snapshot
        copy.code(&locating)
        places = locating.places ?? [:]
        rings = Self.resolutions.map {
            FrameRing(slotSeconds: $0.0, capacity: $0.1, width: width)
        }
        outlines = Outlines()
        tables = KeyTables()
    }

    private func usedBytes(upTo snapshot: Snapshot) -> [UInt64] {
        let minutes = rings.last?.frames(before: snapshot.takenAt, most: Self.memoryMinutes) ?? []
        let minute = snapshot.takenAt.milliseconds / 60_000
        let before = minutes.filter { $0.at.milliseconds / 60_000 < minute }.suffix(
            Self.memoryMinutes - 1
        ).map { frame in
            var coder = FrameCoder(reading: frame.bytes, at: frame.at)
            var used: UInt64?
            coder.number(&used)
            return used
        }
        return (before + [snapshot.memory.usedBytes]).compactMap(\.self)
    }

    private func fillTopKeys(_ snapshot: inout Snapshot) {
        let names = snapshot.resources.map(\.name)
        guard let table = tables.table(at: snapshot.takenAt, resources: names) else {
            snapshot.unavailable.append(
                Unavailable(
                    what: "topKeys", subject: Self.subject,
                    why: "Not recorded: the most missed keys are kept once a minute.",
                    state: .notTold))
            return
        }
        snapshot.topKeys = table.1
        if table.at < snapshot.takenAt {
            snapshot.unavailable.append(
                Unavailable(
                    what: "topKeys", subject: Self.subject,
                    why: "The most missed keys are kept once a minute.", state: .asOf,
                    asOf: table.at))
        }
    }

    /// How far listeners were is not kept.
    private func fillListeners(_ snapshot: inout Snapshot, _ history: History) {
        snapshot.listeners = []
        guard !history.listenerReports.isEmpty else { return }
        snapshot.unavailable.append(
            Unavailable(
                what: "listeners", subject: Self.subject, why: "Not recorded.", state: .notTold))
    }

    /// Records have their own times; what became of the hit rate afterwards was not known yet.
    private func fillInvalidations(_ snapshot: inout Snapshot, _ history: History) {
        let now = snapshot.takenAt
        if history.book.isInPart(at: now) {
            snapshot.unavailable.append(
                Unavailable(
                    what: "invalidations", subject: Self.subject,
                    why: "Not recorded in full: there were too many since.", state: .notTold))
        }
        let records = history.book.withoutEchoes
            .filter { $0.lastReportAt <= now && $0.isOver(at: now) }
        snapshot.timeline = history.timeline(of: records, at: now)
        snapshot.invalidations =
            records
            .filter { !history.book.isInPart(at: now, ofKindOf: $0) }
            .map { record in
                var record = record
                record.aftermath = nil
                return record
            }
    }

    private func fillAlerts(_ snapshot: inout Snapshot, _ outline: Outline?) {
        snapshot.addMissingAlerts()
        for alert in outline?.alerts ?? []
        where snapshot.alert(AlertRule(alert.rule) { _ in [] }, of: alert.subject) == nil {
            snapshot.alerts.append(alert)
        }
    }
}
