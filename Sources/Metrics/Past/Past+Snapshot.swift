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
        noteUnrecorded(&snapshot)
        fillAlerts(&snapshot, outline, of: book, isReadBack: isReadBack)
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
        let table = keyTables.table(at: snapshot.takenAt, resources: names)
        if let table { snapshot.topKeys = table.1 }
        noteTable(
            "topKeys", keptWhat: "the most missed keys are", at: table?.at, &snapshot)
    }

    private func fillListeners(_ snapshot: inout Snapshot) {
        guard listenerTables.hasListeners else { return }
        let table = listenerTables.table(at: snapshot.takenAt)
        if let table { snapshot.listeners = table.1 }
        noteTable(
            "listeners", keptWhat: "how far listeners are is", at: table?.at, &snapshot)
    }

    /// Of what moment a table of once a minute is; nil: there is none.
    private func noteTable(
        _ field: String, keptWhat: String, at moment: Timestamp?, _ snapshot: inout Snapshot
    ) {
        let sentence = "\(keptWhat) kept once a minute."
        guard let moment else {
            snapshot.unavailable.append(
                Unavailable(
                    what: field, subject: Self.subject, why: "Not recorded: \(sentence)",
                    state: .notTold))
            return
        }
        guard moment < snapshot.takenAt else { return }
        snapshot.unavailable.append(
            Unavailable(
                what: field, subject: Self.subject,
                why: sentence.prefix(1).uppercased() + sentence.dropFirst(), state: .asOf,
                asOf: moment))
    }

    /// What is derived of the last minutes or the last sweep, and is not kept with them.
    private static let unrecorded = [
        "findings", "resources[].missCauses", "resources[].ttlCurve", "resources[].neverRead",
        "hotKeys", "stampedes", "expiryForecast", "generations", "drift", "reconciliation",
        "memoryCurve",
    ]

    private func noteUnrecorded(_ snapshot: inout Snapshot) {
        snapshot.unavailable += Self.unrecorded.map {
            Unavailable(
                what: $0, subject: Self.subject,
                why: "Not recorded: it is known only for the present.",
                state: .notTold)
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
                (record.aftermath, record.keysNow) = (nil, nil)
                return record
            }
    }
}
