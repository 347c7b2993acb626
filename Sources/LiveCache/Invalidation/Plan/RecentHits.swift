import Metrics
import RedisClient

/// The hits of the stream's last minute that fell on certain keys: what a purge turns into misses.
///
/// Reads backwards, so that what a limit of 50,000 entries cuts off is the oldest; where XREVRANGE
/// is not permitted, forwards by XREAD, as the tail does. Replies are kept below 64 KB.
struct RecentHits {
    static let seconds = 60.0
    static let limit = 50_000

    let key: [UInt8]
    let own: OwnLookups?
    let grammar: KeyGrammar
    let isMeant: @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
    private var count = 100
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

    /// Unknown where there is no such stream, where it may not be read, where most of it is not
    /// understood, and where its ids lie ahead of the clock and so say nothing of the last minute.
    mutating func read(
        _ connection: RedisConnection, now: Timestamp
    ) async throws(RedisError) -> BlastRadius.Hits {
        let from = now.adding(seconds: -Self.seconds)
        let covered: Timestamp
        switch try await look(connection) {
        case .stream(let info?) where info.lastID.timestamp.isAhead(of: now):
            return BlastRadius.Hits()
        case .stream(let info): covered = info?.coveredFrom(cutoff: from, now: now) ?? from
        case .none: return BlastRadius.Hits()
        }
        var isReverse = true
        var next = "+"
        var reached = now
        while true {
            let batch: Batch
            do throws(RedisError) {
                batch = try await ask(connection, from: from, next: next, isReverse: isReverse)
            } catch {
                guard error.isServerReply else { throw error }
                // Not permitted, or unknown to this server: the tail's own command.
                guard isReverse, entries == 0 else { return BlastRadius.Hits() }
                isReverse = false
                next = "\(max(0, from.milliseconds))-0"
                continue
            }
            entries += batch.entries
            hits += batch.hits
            understood += batch.understood
            if let last = batch.last {
                reached = last.timestamp
                next = isReverse ? "(\(last)" : "\(last)"
                count = min(1000, max(10, StreamTail.replyBytes * batch.entries / batch.bytes))
            }
            if understood < 0, batch.entries < batch.asked || entries >= Self.limit {
                return BlastRadius.Hits()
            }
            if batch.entries < batch.asked {
                let seconds = max(1, min(Self.seconds, now.seconds(since: covered)))
                return BlastRadius.Hits(
                    perSecond: Double(hits) / seconds, basis: .stream, seconds: seconds)
            }
            if entries >= Self.limit {
                let span = isReverse ? now.seconds(since: reached) : reached.seconds(since: from)
                let seconds = max(0.001, min(Self.seconds, span))
                return BlastRadius.Hits(
                    perSecond: Double(hits) / seconds, basis: .streamCut, seconds: seconds)
            }
            try? await Task.sleep(for: .milliseconds(1))
            if Task.isCancelled { throw .cancelled(connection.endpoint) }
        }
    }

    private enum Look {
        /// nil: XINFO is refused.
        case stream(StreamInfo?)
        case none
    }

    private func look(_ connection: RedisConnection) async throws(RedisError) -> Look {
        let command = RedisCommand("XINFO", "STREAM", key: key)
        let reply = try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            try await connection.pipeline([command]) { view in
                if !view.isError {
                    mine.add(hits: 1)
                } else if view.text.hasPrefix("ERR no such key") {
                    mine.add(misses: 1)
                }
                return view.reply
            }
        }.first
        guard let refusal = reply?.serverError else {
            return .stream(reply.flatMap { StreamInfo($0) })
        }
        let isOther =
            refusal.code == "WRONGTYPE" || refusal.message.hasPrefix("ERR no such key")
        return isOther ? .none : .stream(nil)
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
        _ connection: RedisConnection, from: Timestamp, next: String, isReverse: Bool
    ) async throws(RedisError) -> Batch {
        let asked = min(count, Self.limit - entries)
        let start = "\(max(0, from.milliseconds))"
        let command =
            isReverse
            ? RedisCommand("XREVRANGE", key: key).appending(next).appending(start)
                .appending("COUNT").appending(asked)
            : RedisCommand("XREAD", "COUNT").appending(asked).appending("STREAMS")
                .appending(key).appending(next)
        return try await OwnLookups.counted(in: own) { mine throws(RedisError) in
            try await connection.send(command) { [isMeant, grammar] view in
                mine.add(hits: isReverse ? 1 : 2)
                return Self.batch(isReverse ? view : view[0][1], asked: asked, grammar, isMeant)
            }
        }
    }

    private static func batch(
        _ entries: RedisReplyView, asked: Int, _ grammar: KeyGrammar,
        _ isMeant: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Batch {
        var batch = Batch(asked: asked)
        for index in 0..<entries.count {
            let entry = entries[index]
            guard let id = StreamID(entry[0].bytes) else { continue }
            batch.entries += 1
            batch.last = id
            batch.bytes += 32
            let pairs = entry[1]
            let findings = EntryFindings(pairs.count / 2, grammar: grammar) { pair in
                let (field, value) = (pairs[2 * pair].bytes, pairs[2 * pair + 1].bytes)
                batch.bytes += field.count + value.count + 12
                return (field, value)
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
