import Metrics
import RedisClient

/// Reads the event stream by XREAD, from `since` on, over as many connections as it takes.
///
/// The position is kept between connections: nothing is read twice, nothing left out. Once a second at
/// most XINFO is sent between two reads: for checkpoints, and because a blocked reader of a key that was
/// deleted, retyped or recreated with lower ids receives nothing. XREAD blocks for a second and pauses
/// after each reply: sent again at once it would wake both sides for every event.
struct StreamTail {
    /// A reply is sized to stay below this, for the sake of the server's other clients.
    static let replyBytes = 64_000
    static let checkEvery = 1.0
    private var finder: StreamFinder
    private let since: Duration?
    private let intake: EventIntake
    private let clock: ServerClock
    private let bell: Bell
    /// What a new connection begins with.
    private let noRefusals: Refusals

    private var cursor = StreamCursor(position: .zero)
    private var hasStarted = false
    /// What the server counts for an XREAD: it looks twice, and finds what is there.
    private var lookups = HitCounts()
    private var isCaughtUp = false
    private var coveredFrom: Timestamp?
    private var count = 100
    /// What lies beyond it came while this connection followed the stream; nil: not known yet.
    private var liveAfter: StreamID?

    init(
        keys: [String], since: Duration?, intake: EventIntake, own: OwnLookups,
        clock: ServerClock, bell: Bell, refusals: Refusals = Refusals()
    ) {
        noRefusals = refusals
        finder = StreamFinder(keys: keys, intake: intake, own: own)
        self.since = since
        self.intake = intake
        self.clock = clock
        self.bell = bell
    }

    /// Reads until the connection or the task ends.
    mutating func follow(_ connection: RedisConnection) async throws(RedisError) {
        try await clock.synchronize(connection)
        var refusals = noRefusals
        var checked = -Double.infinity
        liveAfter = nil
        while true {
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            let now = ServerClock.monotonicSeconds()
            if now - checked >= Self.checkEvery, refusals.words(for: "XINFO") == nil {
                checked = now
                switch try await find(connection) {
                case .stream(let info): note(info, isReadable: refusals.words(for: "XREAD") == nil)
                case .missing: noteMissing()
                case .otherType:
                    try await noteOtherType(connection)
                    await bell.wait(.seconds(1))
                    continue
                case .refused(let error):
                    refusals.note(error, for: "XINFO")
                    startBlind(error)
                }
            }
            if let words = refusals.words(for: "XREAD") {
                note(finder.notPermitted(words))
                await bell.wait(.seconds(refusals.seconds / 4))
                continue
            }
            let full = count
            switch try await finder.reader.read(request(blocks: true), connection) {
            case .batch(let batch):
                let isFull = batch.entries >= full
                note(batch, isFull: isFull)
                if batch.entries > 0 {
                    try? await Task.sleep(for: .milliseconds(isFull ? 1 : 30))
                }
            case .arrived: break
            case .refused(let refusal):
                lookups = HitCounts()
                if refusals.note(refusal, for: "XREAD") { continue }
                if refusal.refusesKey {
                    note(finder.notPermitted(refusal.message))
                } else if refusal.code != "WRONGTYPE" {
                    note(finder.unreadable(refusal))
                }
                await bell.wait(.seconds(1))
            }
        }
    }

    /// Reads all that exists now, as fast as it comes, and returns.
    mutating func readToEnd(_ connection: RedisConnection) async throws(RedisError) {
        try await clock.synchronize(connection)
        let end: StreamID
        switch try await find(connection) {
        case .stream(let info):
            note(info)
            end = info.lastID
        case .missing: return noteMissing()
        case .otherType: return try await noteOtherType(connection)
        case .refused(let error):
            startBlind(error)
            end = StreamID(milliseconds: UInt64(max(0, clock.now.milliseconds)), sequence: .max)
        }
        while cursor.position < end {
            let answer = try await finder.reader.read(
                request(blocks: false, limit: end), connection)
            if case .refused(let refusal) = answer {
                note(finder.notPermitted(refusal.message))
                return
            }
            guard case .batch(let batch) = answer else { break }
            note(batch, isFull: true)
            if batch.entries == 0 { break }
        }
        isCaughtUp = true
        publishStatus()
        intake.update { $0.lagSeconds = $0.lagSeconds.map { _ in 0 } }
    }

    private func request(blocks: Bool, limit: StreamID? = nil) -> StreamReader.Request {
        StreamReader.Request(
            after: cursor.position, count: count, mark: cursor.mark, limit: limit,
            liveAfter: blocks ? liveAfter : nil, blocks: blocks, lookups: lookups)
    }

    // MARK: What was found

    private mutating func find(
        _ connection: RedisConnection
    ) async throws(RedisError) -> StreamReader.Look {
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

    /// - Parameter info: nil where XINFO is refused: then nobody knows how far the past reaches.
    private mutating func start(_ info: StreamInfo?) {
        guard !hasStarted else { return }
        hasStarted = true
        let now = clock.now
        let cutoff = since.map { now.adding(seconds: -$0.seconds) } ?? Timestamp(milliseconds: 0)
        // Nothing lies between the last id and a cutoff beyond it now, but what is added in the
        // same millisecond may, and is not to be skipped.
        let id = StreamID(milliseconds: UInt64(max(0, cutoff.milliseconds)), sequence: 0)
        cursor = StreamCursor(position: min(id, info?.lastID ?? id))
        coveredFrom = info?.coveredFrom(cutoff: cutoff, now: now) ?? now
    }

    /// XINFO is refused: entries are read, but what is trimmed unread goes unnoticed.
    private mutating func startBlind(_ error: RedisServerError) {
        start(nil)
        intake.update { $0.gapsProblem = SourceProblem(error) }
    }

    private mutating func note(_ info: StreamInfo, isReadable: Bool = true) {
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

    private mutating func note(_ batch: StreamCursor.Batch, isFull: Bool) {
        take(cursor.advance(batch))
        if batch.entries > 0 {
            // Nothing but a stream has entries, whatever XINFO was allowed to say.
            intake.update { $0.problem = nil }
            count = min(1000, max(10, Self.replyBytes * batch.entries / max(1, batch.bytes)))
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

    private func noteAhead(_ newest: StreamID) {
        let ahead = newest.timestamp.seconds(since: clock.now)
        intake.update { $0.aheadSeconds = ahead > Timestamp.aheadTolerance ? ahead : nil }
    }

    private mutating func take(_ findings: StreamCursor.Findings) {
        if findings.isReset { intake.update { $0.resets += 1 } }
        guard findings.lost > 0 else { return }
        intake.update { $0.noteGap(of: findings.lost) }
        guard let last = findings.completeAfter else { return }
        let after = min(last.timestamp, clock.now)
        coveredFrom = max(coveredFrom ?? after, after)
        publishStatus()
    }

    /// Windows claim nothing until the past has been read.
    private func publishStatus() {
        guard isCaughtUp else { return }
        intake.update { $0.coveredFrom = coveredFrom }
    }

    private mutating func noteMissing() {
        lookups = HitCounts(misses: 2)
        vanish()
        isCaughtUp = true
        publishStatus()
        note(finder.missing)
    }

    private mutating func noteOtherType(_ connection: RedisConnection) async throws(RedisError) {
        vanish()
        note(try await finder.otherType(connection))
    }

    private mutating func vanish() {
        hasStarted = true
        coveredFrom = coveredFrom ?? clock.now
        liveAfter = .zero
        intake.update { $0.aheadSeconds = nil }
        cursor.vanish()
    }

    private func note(_ problem: SourceProblem) { intake.update { $0.problem = problem } }
}
