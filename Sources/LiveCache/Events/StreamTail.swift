import Invalidation
import Metrics
import RedisClient

/// Reads the event stream by XREAD, from `since` on, over as many connections as it takes.
///
/// The position is kept between connections: nothing is read twice, nothing left out. Once a second at
/// most XINFO is sent between two reads: for checkpoints, and because a blocked reader of a key that was
/// deleted, retyped or recreated with lower ids receives nothing. XREAD blocks for a second and pauses
/// after each reply: sent again at once it would wake both sides for every event.
struct StreamTail {
    static let checkEvery = 1.0
    /// Seconds: as often as the server's pace is measured.
    private static let burst = 0.01
    var finder: StreamFinder
    let since: Duration?
    let intake: EventIntake
    let clock: ServerClock
    private let bell: Bell
    /// What a new connection begins with.
    private let noRefusals: Refusals

    // What `StreamTail+Findings` writes as well.
    var cursor = StreamCursor(position: .zero)
    var hasStarted = false
    /// What the server counts for an XREAD: it looks the key up twice, and finds what is there.
    var lookups = HitCounts()
    var isCaughtUp = false
    var coveredFrom: Timestamp?
    var count = EntryCount()
    private var pace = TailPace()
    /// While what was there before is read: leaves time to the server's other clients. nil: that is over.
    private var catchUp: Pacer?
    /// What lies beyond it came while this connection followed the stream; nil: not known yet.
    var liveAfter: StreamID?

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
        catchUp = Pacer(.normal, work: "stream")
        while true {
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            let now = ServerClock.monotonicSeconds()
            if now - checked >= Self.checkEvery, refusals.words(for: "XINFO") == nil {
                checked = now
                guard try await check(connection, &refusals) else { continue }
            }
            if let problem = refusals.problem(for: "XREAD") {
                note(finder.unreadable(problem))
                await bell.wait(.seconds(refusals.seconds / 4))
                continue
            }
            try await readOn(connection, &refusals)
        }
    }

    /// XINFO between two reads. False, after a pause: what is there is no stream.
    private mutating func check(
        _ connection: RedisConnection, _ refusals: inout Refusals
    ) async throws(RedisError) -> Bool {
        switch try await find(connection) {
        case .stream(let info): note(info, isReadable: refusals.words(for: "XREAD") == nil)
        case .missing: noteMissing()
        case .otherType:
            try await noteOtherType(connection)
            await bell.wait(.seconds(1))
            return false
        case .refused(let error):
            refusals.note(error, for: "XINFO")
            startBlind(error)
        }
        return true
    }

    /// One XREAD, blocking once the past is read, and the pause behind it; many without a pause while there is a
    /// past to read and nobody else uses the server.
    private mutating func readOn(
        _ connection: RedisConnection, _ refusals: inout Refusals
    ) async throws(RedisError) {
        if hasServerToItself {
            if let refusal = try await readBurst(connection) {
                await note(refusal, &refusals)
            }
            return
        }
        let full = countNow
        let began = ServerClock.monotonicSeconds()
        let answer: StreamReader.Answer
        do throws(RedisError) {
            answer = try await finder.reader.read(request(blocks: catchUp == nil), connection)
        } catch {
            // It has ended the connection: the next one asks for less.
            if error.kind == .replyTooLarge { count.noteTooLarge() }
            throw error
        }
        switch answer {
        case .batch(let batch):
            let isFull = batch.entries >= full
            note(batch, isFull: isFull)
            if !isFull || hasReadThePast { catchUp = nil }
            if catchUp != nil {
                try await rest(after: batch.bytes, since: began, connection)
            } else if batch.entries > 0 {
                await LoopTimer.pause(pace.pause(after: batch, isFull: isFull))
            }
        case .arrived: break
        case .refused(let refusal): await note(refusal, &refusals)
        }
    }

    private mutating func note(_ refusal: RedisServerError, _ refusals: inout Refusals) async {
        lookups = HitCounts()
        if refusals.note(refusal, for: "XREAD") { return }
        if refusal.code != "WRONGTYPE" { note(finder.unreadable(SourceProblem(refusal))) }
        await bell.wait(.seconds(1))
    }

    /// Reads all that exists now, as fast as others' work on the server allows, and returns.
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
        catchUp = Pacer(.normal, work: "stream")
        while cursor.position < end {
            if hasServerToItself {
                let before = cursor.position
                if let refusal = try await readBurst(connection, upTo: end) {
                    return note(finder.unreadable(SourceProblem(refusal)))
                }
                // All that follows may lie beyond the end.
                if catchUp == nil || cursor.position == before { break }
                continue
            }
            let began = ServerClock.monotonicSeconds()
            let answer = try await finder.reader.read(
                request(blocks: false, limit: end), connection)
            if case .refused(let refusal) = answer {
                note(finder.unreadable(SourceProblem(refusal)))
                return
            }
            guard case .batch(let batch) = answer else { break }
            note(batch, isFull: true)
            if batch.entries == 0 || cursor.position >= end { break }
            try await rest(after: batch.bytes, since: began, connection)
        }
        catchUp = nil
        isCaughtUp = true
        publishStatus()
        intake.update { $0.lagSeconds = $0.lagSeconds.map { _ in 0 } }
    }

    private func request(blocks: Bool, limit: StreamID? = nil) -> StreamReader.Request {
        StreamReader.Request(
            after: cursor.position, count: countNow, mark: cursor.mark, limit: limit,
            liveAfter: limit == nil ? liveAfter : nil, blocks: blocks, lookups: lookups)
    }

    // MARK: What was there before

    /// While what was there before is read.
    private var hasServerToItself: Bool { catchUp.map { !$0.pace.givesWay } ?? false }

    /// What comes faster than it may be read beside others would keep the past from ever ending.
    private var hasReadThePast: Bool { liveAfter.map { cursor.position >= $0 } ?? false }

    /// Reads for a moment without leaving time to others. Whoever comes is noticed behind it.
    private mutating func readBurst(
        _ connection: RedisConnection, upTo limit: StreamID? = nil
    ) async throws(RedisError) -> RedisServerError? {
        let began = ServerClock.monotonicSeconds()
        let result = await StreamBurst(finder.reader, connection, seconds: Self.burst).read(
            request(blocks: false, limit: limit))
        for (index, batch) in result.batches.enumerated() {
            note(batch, isFull: index < result.batches.count - 1 || result.isFull)
        }
        if let error = result.error {
            if error.kind == .replyTooLarge { count.noteTooLarge() }
            throw error
        }
        if let refusal = result.refusal { return refusal }
        guard result.isFull, !hasReadThePast else {
            catchUp = nil
            return nil
        }
        try await rest(
            after: result.batches.reduce(0) { $0 + $1.bytes }, since: began, connection)
        return nil
    }

    private var countNow: Int { catchUp.map { count.entries(at: $0.pace) } ?? count.whole }

    private mutating func rest(
        after bytes: Int, since began: Double, _ connection: RedisConnection
    ) async throws(RedisError) {
        let seconds = ServerClock.monotonicSeconds() - began
        let nodes = RedisNodes.one(connection)
        try await catchUp?.begin(nodes, for: .max, deadline: .seconds(5))
        try await catchUp?.rest(
            after: EntryCount.items(bytes: bytes), seconds: seconds, nodes, deadline: .seconds(5))
    }
}
