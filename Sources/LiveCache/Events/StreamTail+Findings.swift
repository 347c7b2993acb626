import Metrics
import RedisClient

// What was found under the stream's key, and what it changes: where to read on, and the source's status.

extension StreamTail {
    mutating func find(
        _ connection: RedisConnection
    ) async throws(RedisError) -> StreamLook {
        var hasTurned = false
        let look = try await finder.look(connection) { hasTurned = true }
        if hasTurned, hasStarted, !cursor.isMissing {
            // There was a stream under the other key until now: this one is begun as at the start.
            hasStarted = false
            liveAfter = nil
            intake.update { $0.resets += 1 }
        }
        return look
    }

    /// - Parameter info: nil where XINFO is refused: then it is not known how far the past reaches.
    mutating func start(_ info: StreamInfo?) {
        guard !hasStarted else { return }
        hasStarted = true
        let now = clock.now
        let cutoff = since.map { now.adding(seconds: -$0.seconds) } ?? Timestamp(milliseconds: 0)
        // Nothing lies between the last id and a cutoff beyond it now, but what is added in the
        // same millisecond may, and is not to be skipped.
        let id = StreamID(milliseconds: UInt64(max(0, cutoff.milliseconds)), sequence: 0)
        cursor = StreamCursor(position: min(id, info?.lastID ?? id))
        let from = info?.coveredFrom(cutoff: cutoff, now: now) ?? now
        coveredFrom = from
        if let info, info.isWhole, let first = info.firstID {
            intake.update { $0.firstEntryAt = min(now, first.timestamp) }
        }
        intake.begin(at: from, isWhole: info.map { $0.isWhole(after: id) } ?? false)
    }

    /// XINFO is refused: entries are read, but what is trimmed unread goes unnoticed.
    mutating func startBlind(_ error: RedisServerError) {
        start(nil)
        intake.update { $0.gapsProblem = SourceProblem(error) }
    }

    mutating func note(_ info: StreamInfo, isReadable: Bool = true) {
        start(info)
        lookups = HitCounts(hits: 2)
        let findings = cursor.inspect(info)
        if liveAfter == nil {
            liveAfter = info.lastID
        } else if findings.isReset {
            liveAfter = .zero
        }
        noteAhead(info.lastID)
        take(findings)
        intake.update {
            if isReadable { $0.problem = nil }
            $0.gapsProblem = info.gapsProblem
            if info.added != nil { $0.lostEntries = $0.lostEntries ?? 0 }
        }
    }

    mutating func note(_ batch: StreamCursor.Batch, isFull: Bool) {
        take(cursor.advance(batch))
        if batch.entries > 0 {
            // Nothing but a stream has entries, whatever XINFO was allowed to say.
            intake.update { $0.problem = nil }
            count.note(entries: batch.entries, bytes: batch.bytes)
        }
        if !isFull {
            isCaughtUp = true
            liveAfter = liveAfter ?? cursor.position
        }
        let now = clock.now
        intake.noteRead(at: now)
        intake.update { status in
            if let newest = batch.newest {
                status.lagSeconds = max(0, now.seconds(since: newest))
            } else if status.lagSeconds != nil, !isFull {
                status.lagSeconds = 0
            }
        }
        if let last = batch.lastID, batch.entries > 0 { noteAhead(last) }
        publishStatus()
    }

    func noteAhead(_ newest: StreamID) {
        let ahead = newest.timestamp.seconds(since: clock.now)
        intake.update { $0.aheadSeconds = ahead > Timestamp.aheadTolerance ? ahead : nil }
    }

    mutating func take(_ findings: StreamCursor.Findings) {
        if findings.isReset { intake.update { $0.resets += 1 } }
        guard findings.lost > 0 else { return }
        intake.update { $0.noteGap(of: findings.lost) }
        guard let last = findings.completeAfter else { return }
        let after = min(last.timestamp, clock.now)
        coveredFrom = max(coveredFrom ?? after, after)
        publishStatus()
    }

    /// Windows claim nothing until the past has been read.
    func publishStatus() {
        guard isCaughtUp else { return }
        intake.update { $0.coveredFrom = coveredFrom }
    }

    mutating func noteMissing() {
        lookups = HitCounts(misses: 2)
        vanish()
        isCaughtUp = true
        publishStatus()
        note(finder.missing)
    }

    mutating func noteOtherType(_ connection: RedisConnection) async throws(RedisError) {
        vanish()
        note(try await finder.otherType(connection))
    }

    mutating func vanish() {
        hasStarted = true
        if coveredFrom == nil {
            let now = clock.now
            coveredFrom = now
            // Whatever stream comes is read from its first entry on.
            intake.begin(at: now, isWhole: true)
        }
        liveAfter = .zero
        intake.update { $0.aheadSeconds = nil }
        cursor.vanish()
    }

    func note(_ problem: SourceProblem) { intake.update { $0.problem = problem } }
}
