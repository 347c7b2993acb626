import Invalidation
import Metrics
import RedisClient

/// The hits of the stream's last minute that fell on certain keys: what a purge turns into misses.
///
/// Reads backwards, so that what a limit of 50,000 entries cuts off is the oldest; where XREVRANGE
/// is not permitted, forwards by XREAD, as the tail does. Replies are kept below 64 KB, and at the plan's pace.
struct RecentHits {
    static let seconds = 60.0
    static let limit = 50_000

    let key: [UInt8]
    let own: OwnLookups?
    let grammar: KeyGrammar
    let isMeant: @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
    private var count = EntryCount()
    /// Of the next reply, at the plan's pace.
    private var wanted = EntryCount.first
    private var entries = 0
    private var hits: UInt64 = 0
    /// Pairs that are events, less those that are not understood.
    private var understood = 0

    init(
        key: [UInt8], own: OwnLookups?, grammar: KeyGrammar,
        isMeant: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
    ) {
        self.key = key
        self.own = own
        self.grammar = grammar
        self.isMeant = isMeant
    }

    /// Where the reading stands: backwards from the newest entry, or forwards.
    private struct Course {
        let from: Timestamp
        var isReverse = true
        /// The last entry that was read; nil: none was.
        var last: StreamID?
    }

    /// Unknown where there is no such stream, where it may not be read, where most of it is not
    /// understood, and where its ids lie ahead of the clock and so say nothing of the last minute.
    mutating func read(
        _ connection: RedisConnection, _ pacer: inout Pacer, now: Timestamp
    ) async throws(RedisError) -> BlastRadius.Hits {
        var course = Course(from: now.adding(seconds: -Self.seconds))
        guard let covered = try await coveredFrom(connection, course.from, now: now) else {
            return BlastRadius.Hits()
        }
        let nodes = RedisNodes.one(connection)
        pacer.turn(to: "XREVRANGE")
        while true {
            let began = ServerClock.monotonicSeconds()
            guard let batch = try await next(connection, &course) else { break }
            let seconds = ServerClock.monotonicSeconds() - began
            note(batch, &course)
            if let hits = conclusion(batch, course, covered: covered, now: now) { return hits }
            try await pacer.begin(nodes, for: Self.limit, deadline: .seconds(10))
            try await pacer.rest(
                after: EntryCount.items(bytes: batch.bytes), seconds: seconds, nodes,
                deadline: .seconds(10))
            wanted = count.entries(at: pacer.pace)
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
        }
        return BlastRadius.Hits()
    }

    /// From when on the stream has all events; nil: there is no such stream, or its ids are no times.
    private func coveredFrom(
        _ connection: RedisConnection, _ from: Timestamp, now: Timestamp
    ) async throws(RedisError) -> Timestamp? {
        switch try await StreamLook(key, connection, own: own) {
        case .stream(let info):
            info.lastID.timestamp.isAhead(of: now)
                ? nil : info.coveredFrom(cutoff: from, now: now)
        case .refused: from
        case .missing, .otherType: nil
        }
    }

    /// nil: the stream may not be read.
    private func next(
        _ connection: RedisConnection, _ course: inout Course
    ) async throws(RedisError) -> Batch? {
        do throws(RedisError) {
            return try await ask(connection, course)
        } catch {
            guard error.isServerReply else { throw error }
            // XREVRANGE is not permitted, or unknown to this server: the tail's own command.
            guard course.isReverse, course.last == nil else { return nil }
            course.isReverse = false
            return try await next(connection, &course)
        }
    }

    private mutating func note(_ batch: Batch, _ course: inout Course) {
        entries += batch.entries
        hits += batch.hits
        understood += batch.understood
        guard let last = batch.last else { return }
        course.last = last
        count.note(entries: batch.entries, bytes: batch.bytes)
    }

    /// nil: there is more to read.
    private func conclusion(
        _ batch: Batch, _ course: Course, covered: Timestamp, now: Timestamp
    ) -> BlastRadius.Hits? {
        let isWhole = batch.entries < batch.asked
        guard isWhole || entries >= Self.limit else { return nil }
        if understood < 0 { return BlastRadius.Hits() }
        if isWhole {
            let seconds = max(1, min(Self.seconds, now.seconds(since: covered)))
            return BlastRadius.Hits(
                perSecond: Double(hits) / seconds, basis: .stream, seconds: seconds)
        }
        let reached = course.last?.timestamp ?? now
        let span =
            course.isReverse ? now.seconds(since: reached) : reached.seconds(since: course.from)
        let seconds = max(0.001, min(Self.seconds, span))
        return BlastRadius.Hits(
            perSecond: Double(hits) / seconds, basis: .streamCut, seconds: seconds)
    }

    private struct Batch: Sendable {
        var asked: Int
        var entries = 0
        var hits: UInt64 = 0
        /// Pairs that are events, less those that are not understood.
        var understood = 0
        var bytes = 1
        var last: StreamID?
    }

    private func ask(
        _ connection: RedisConnection, _ course: Course
    ) async throws(RedisError) -> Batch {
        let asked = min(wanted, Self.limit - entries)
        let (command, isReverse) = (command(course, count: asked), course.isReverse)
        return try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            try await connection.send(command) { [isMeant, grammar] view in
                mine.add(hits: isReverse ? 1 : 2)
                let entries = isReverse ? StreamEntries(view) : StreamEntries(ofRead: view)
                return Self.batch(entries, asked: asked, grammar, isMeant)
            }
        }
    }

    private func command(_ course: Course, count: Int) -> RedisCommand {
        let start = UInt64(max(0, course.from.milliseconds))
        guard course.isReverse else {
            let first = StreamID(milliseconds: start, sequence: 0)
            return .xread(key, after: course.last ?? first, count: count)
        }
        return RedisCommand("XREVRANGE", key: key)
            .appending(course.last.map { "(\($0)" } ?? "+").appending("\(start)")
            .appending("COUNT").appending(count)
    }

    private static func batch(
        _ entries: StreamEntries, asked: Int, _ grammar: KeyGrammar,
        _ isMeant: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Batch {
        var batch = Batch(asked: asked)
        for entry in entries {
            batch.entries += 1
            batch.last = entry.id
            batch.bytes += StreamEntries.Entry.bytes
            let findings = EntryFindings(entry.count, grammar: grammar) { index in
                let pair = entry[index]
                batch.bytes += pair.bytes
                return (pair.field, pair.value)
            }
            batch.understood += findings.events.count - Int(findings.against)
            for event in findings.events where event.outcome == .hit {
                let key = grammar.normalised(event.key)
                if key.withUnsafeBufferPointer(isMeant) { batch.hits += event.weight }
            }
        }
        return batch
    }
}
