import Metrics
import RedisClient

/// Reads the event stream's last hour, from the newest entries backwards: what the dashboard's past lacks of
/// the time before its start.
///
/// In slices of time, each by XREAD, as the tail reads: it needs no further right and decodes the same way. A
/// reply is sized to stay below 64 KB, by the bytes of the one before; after each a pause of four times as
/// long. It has a connection of its own, so that the tail never waits for it.
struct HourReading {
    /// Of the time, and less while the server is slow.
    static let share = 0.2
    private static let firstSlice: Int64 = 5000
    private static let shortestSlice: Int64 = 1000
    private static let longestSlice: Int64 = 600_000
    /// How often what was read so far is sent.
    private static let reportEvery = 2.0

    private let intake: EventIntake
    private var finder: StreamFinder
    private let clock: ServerClock
    /// The share of its time, as the server's other clients allow it; nil: no pauses.
    private let pace: (@Sendable () -> Double)?
    private let send: @Sendable (StreamHour) -> Void
    private var count = EntryCount()
    private var slice = Self.firstSlice
    private var reported = -Double.infinity
    private var problem: SourceProblem?
    /// The stream as it was in the beginning; nil: XINFO is refused.
    private var first: StreamInfo?
    /// In milliseconds: the end of the oldest slice that had entries. Some of it may be gone.
    private var oldestEnd: Int64 = 0
    /// In milliseconds: where the hour begins.
    private var floor: Int64 = 0

    init(
        keys: [String], grammar: KeyGrammar, source: EventSource, own: OwnLookups,
        clock: ServerClock, pace: (@Sendable () -> Double)?,
        send: @escaping @Sendable (StreamHour) -> Void
    ) {
        intake = EventIntake(
            grammar: grammar, source: source, clock: clock,
            tally: .ofHour(slots: grammar.slots))
        finder = StreamFinder(keys: keys, intake: intake, own: own)
        self.clock = clock
        self.pace = pace
        self.send = send
    }

    /// Reads until the hour is full, the stream's beginning is reached, or reading is refused. A stream that
    /// does not exist has no past.
    mutating func read(_ connection: RedisConnection) async throws(RedisError) {
        try await clock.synchronize(connection)
        switch try await finder.look(connection, turned: {}) {
        case .stream(let info): first = info
        case .refused: break
        case .missing, .otherType: return
        }
        // What is still added in this millisecond is not in.
        let end = clock.now.milliseconds - 1
        floor = end - Int64(StreamHour.seconds) * 1000
        var reached = end
        oldestEnd = end
        defer { report(reached, end, isOver: true) }
        while reached > floor {
            let start = max(floor, reached - slice)
            guard let bytes = try await readSlice(connection, after: start, upTo: reached) else {
                return
            }
            if bytes > 0 {
                oldestEnd = reached
            } else if let beginning = try await beginning(connection, below: reached) {
                reached = beginning
                return
            }
            reached = start
            adapt(toBytes: bytes)
            report(reached, end, isOver: false)
        }
        reached = try await beginning(connection, below: floor) ?? floor
    }

    /// Reads the entries of a slice. Returns roughly how many bytes they were; nil: reading is refused.
    private mutating func readSlice(
        _ connection: RedisConnection, after start: Int64, upTo end: Int64
    ) async throws(RedisError) -> Int? {
        var position = StreamID(milliseconds: UInt64(max(0, start)), sequence: .max)
        let limit = StreamID(milliseconds: UInt64(max(0, end)), sequence: .max)
        var bytes = 0
        while position < limit {
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
            let begun = ServerClock.monotonicSeconds()
            let answer = try await finder.reader.read(
                StreamReader.Request(
                    after: position, count: count.whole, limit: limit, blocks: false,
                    lookups: HitCounts(hits: 2)), connection)
            switch answer {
            case .arrived: return bytes
            case .refused(let refusal):
                problem = finder.unreadable(SourceProblem(refusal))
                return nil
            case .batch(let batch):
                guard batch.entries > 0, let last = batch.lastID else { return bytes }
                let isWhole = batch.entries < count.whole
                bytes += batch.bytes
                position = last
                count.note(entries: batch.entries, bytes: batch.bytes)
                await pause(after: ServerClock.monotonicSeconds() - begun)
                if isWhole { return bytes }
            }
        }
        return bytes
    }

    /// A slice is as long as one reply is expected to hold.
    private mutating func adapt(toBytes bytes: Int) {
        let fitting = Double(slice) * Double(EntryCount.replyBytes) / Double(max(1, bytes))
        let next = Int64(min(fitting, Double(8 * slice)))
        slice = min(Self.longestSlice, max(Self.shortestSlice, next))
    }

    private func pause(after spent: Double) async {
        guard let pace else { return }
        let share = max(0.001, Self.share * min(1, pace()))
        await LoopTimer.pause(.seconds(max(0.001, spent * (1 / share - 1))))
    }

    /// From when on all entries were there to be read, in milliseconds; nil: from `reached` on at least, and there
    /// may be more before it.
    private mutating func beginning(
        _ connection: RedisConnection, below reached: Int64
    ) async throws(RedisError) -> Int64? {
        guard let first else {
            // Idle, or trimmed: that can't be known, and is claimed only in the end.
            return reached > floor ? nil : oldestEnd
        }
        guard case .stream(let info) = try await finder.look(connection, turned: {}),
            info.lastID >= first.lastID, info.added ?? 0 >= first.added ?? 0,
            let oldest = info.firstID
        else { return oldestEnd }
        if info.isWhole { return oldest == first.firstID ? nil : oldestEnd }
        let moment = oldest.timestamp.milliseconds
        return moment <= reached ? nil : max(reached, min(moment, oldestEnd))
    }

    private mutating func report(_ reached: Int64, _ end: Int64, isOver: Bool) {
        let now = ServerClock.monotonicSeconds()
        guard isOver || now - reported >= Self.reportEvery else { return }
        reported = now
        send(
            StreamHour(
                buckets: intake.buckets, from: Timestamp(milliseconds: reached),
                end: Timestamp(milliseconds: end), isOver: isOver, problem: problem))
    }
}
