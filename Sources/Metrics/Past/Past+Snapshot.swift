// A moment of the past as a snapshot, with what was not recorded named under `unavailable`.

extension Past {
    /// Minutes of used memory that a snapshot has.
    private static let memoryMinutes = 60

    /// The snapshot of a moment as far as it was recorded; nil: nothing was.
    /// - Parameter book: today's history, whose invalidations have their own times.
    package func snapshot(at moment: Timestamp, invalidationsOf book: History) -> Snapshot? {
        guard var snapshot = base,
            let frame = rings.lazy.compactMap({ $0.frame(at: moment) }).first
        else { return nil }
        var coder = FrameCoder(reading: frame.bytes, at: frame.at)
        snapshot.takenAt = frame.at
        snapshot.code(&coder)
        let isReadBack = frame.outline == Self.readBack
        let outline = isReadBack ? .readBack : outlines[frame.outline]
        outline?.fill(&snapshot)
        snapshot.memory.history = usedBytes(upTo: snapshot)
        fillTopKeys(&snapshot)
        fillInvalidations(&snapshot, book)
        fillListeners(&snapshot)
        if isReadBack { noteReadBack(&snapshot) }
        fillAlerts(&snapshot, outline)
        return snapshot
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
        guard let table = keyTables.table(at: snapshot.takenAt, resources: names) else {
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

    private func fillListeners(_ snapshot: inout Snapshot) {
        guard listenerTables.hasListeners else { return }
        guard let table = listenerTables.table(at: snapshot.takenAt) else {
            snapshot.unavailable.append(
                Unavailable(
                    what: "listeners", subject: Self.subject,
                    why: "Not recorded: how far listeners are is kept once a minute.",
                    state: .notTold))
            return
        }
        snapshot.listeners = table.1
        if table.at < snapshot.takenAt {
            snapshot.unavailable.append(
                Unavailable(
                    what: "listeners", subject: Self.subject,
                    why: "How far listeners are is kept once a minute.", state: .asOf,
                    asOf: table.at))
        }
    }

    /// What was invalidated before the start is known only as far as the trail has it.
    private func noteReadBack(_ snapshot: inout Snapshot) {
        guard !snapshot.unavailable.contains(where: { $0.what == "invalidations" }) else { return }
        snapshot.unavailable.append(
            Unavailable(
                what: "invalidations", subject: Self.subject,
                why: "Recorded in part: cachetop was not running yet.", state: .notTold))
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
