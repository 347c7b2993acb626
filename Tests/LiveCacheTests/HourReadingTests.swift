import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import LiveCache

/// The stream's last hour, read back from a real Redis, against what was written.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct HourReadingTests {
    private static let grammar = KeyGrammar(policy: .standard, eventKey: "cache:events")

    enum Shape: CaseIterable { case pairs, manyPairs, weighted, foreign, large }

    /// One entry at a moment, and what it counts.
    private static func entry(_ shape: Shape, _ second: Int) -> (fields: [[UInt8]], HitCounts) {
        let isHit = second % 3 != 0
        let word = isHit ? "hit" : "miss"
        let one = HitCounts(hits: isHit ? 1 : 0, misses: isHit ? 0 : 1)
        switch shape {
        case .pairs: return (bytes(word, "product:\(second)"), one)
        case .manyPairs:
            let pairs = (0..<32).flatMap { bytes($0 % 4 == 0 ? "miss" : "hit", "product:\($0)") }
            return (pairs, HitCounts(hits: 24, misses: 8))
        case .weighted:
            return (
                bytes("src", "api-1", "n", "5", word, "product:1", "later", "x"),
                HitCounts(hits: one.hits * 5, misses: one.misses * 5)
            )
        case .foreign:
            return (bytes("type", "CACHE_HIT", "key", "product:9"), HitCounts(hits: 1))
        case .large:
            return (bytes(word, "product:" + String(repeating: "x", count: 1500)), one)
        }
    }

    /// An entry every `step` seconds, from `age` seconds ago on. Returns what each second of the clock has.
    private static func write(
        _ shape: Shape, to server: RedisServer, from age: Int, step: Int
    ) async throws -> (now: Int, counts: [Int: HitCounts]) {
        let time = try await server.run("TIME")
        let now = Int(try #require(Timestamp(timeReply: time)).milliseconds / 1000)
        var counts: [Int: HitCounts] = [:]
        var commands: [[[UInt8]]] = []
        for second in stride(from: now - age, to: now - 1, by: step) {
            let (fields, count) = entry(shape, second)
            // Within the second before, and at its very end.
            let id = second % 2 == 0 ? "\(second)000-0" : "\(second - 1)250-7"
            commands.append(bytes("XADD", "cache:events", id) + fields)
            counts[second, default: HitCounts()] += count
        }
        try await server.run(commands)
        return (now, counts)
    }

    private static func read(
        _ endpoint: RedisEndpoint, pace: (@Sendable () -> Double)? = nil,
        _ report: @escaping @Sendable (StreamHour) -> Void = { _ in }
    ) async throws -> StreamHour? {
        let last = Mutex<StreamHour?>(nil)
        try await RedisConnection.withConnection(to: endpoint) { connection in
            var reading = HourReading(
                keys: ["cache:events"], grammar: grammar, source: .stream(key: "cache:events"),
                own: OwnLookups(), clock: ServerClock(), pace: pace
            ) { hour in
                last.withLock { $0 = hour }
                report(hour)
            }
            try await reading.read(connection)
        }
        return last.withLock { $0 }
    }

    private static func total(_ hour: StreamHour, _ second: Int) -> HitCounts {
        (0..<grammar.slots).reduce(into: HitCounts()) {
            $0 += hour.buckets.sum(slot: $1, endingAt: Int64(second), seconds: 1)
        }
    }

    private static func compare(_ hour: StreamHour, _ counts: [Int: HitCounts]) {
        let first = Int(hour.from.milliseconds / 1000) + 2
        // Empty where the stream went before more than a second of it was read.
        for second in stride(from: first, to: Int(hour.end.milliseconds / 1000), by: 1) {
            let (found, written) = (total(hour, second), counts[second] ?? HitCounts())
            guard found != written else { continue }
            Issue.record("\(second): \(found), not \(written)")
            return
        }
    }

    @Test(arguments: Shape.allCases) func everySecondIsExact(shape: Shape) async throws {
        try await withRedis { server in
            let (now, counts) = try await Self.write(shape, to: server, from: 3700, step: 1)
            let hour = try #require(try await Self.read(server.endpoint))
            #expect(hour.isOver && hour.problem == nil)
            let age = Double(now) - Double(hour.from.milliseconds) / 1000
            #expect(age > 3590 && age < 3601)
            Self.compare(hour, counts)
            // What lies before the hour is left alone.
            #expect(Self.total(hour, now - 3650) == HitCounts())
        }
    }

    /// Replies stay below 64 KB: so many bytes need so many of them.
    @Test func repliesAreSmall() async throws {
        try await withRedis { server in
            _ = try await Self.write(.large, to: server, from: 3600, step: 1)
            try await server.run("CONFIG RESETSTAT")
            _ = try await Self.read(server.endpoint)
            let reply = try await server.run("INFO commandstats")
            let line = (reply.text ?? "").split(separator: "\r\n").first { $0.contains("_xread:") }
            let calls = line?.split(separator: "=").dropFirst().first?.prefix { $0 != "," }
            let count = try #require(calls.flatMap { Int($0) })
            #expect(count > 3600 * 1500 / 64_000 && count < 400)
        }
    }

    @Test func aTrimmedStreamBeginsWithItsFirstEntry() async throws {
        try await withRedis { server in
            let (now, counts) = try await Self.write(.pairs, to: server, from: 3000, step: 5)
            try await server.run("XTRIM cache:events MINID \(now - 1000)000")
            let hour = try #require(try await Self.read(server.endpoint))
            let age = Double(now) - Double(hour.from.milliseconds) / 1000
            #expect(age > 990 && age <= 1001)
            Self.compare(hour, counts)
        }
    }

    /// Nothing was added for ten minutes, which is no beginning.
    @Test func aQuietStreamIsReadOn() async throws {
        try await withRedis { server in
            let (now, written) = try await Self.write(.pairs, to: server, from: 3700, step: 1)
            var counts = written
            for range in [100..<700, 1500..<3000] {
                let ids = range.map { now - $0 }.flatMap { ["\($0)000-0", "\($0 - 1)250-7"] }
                try await server.run([bytes("XDEL", "cache:events") + ids.map { Array($0.utf8) }])
                for age in range { counts[now - age] = nil }
            }
            let hour = try #require(try await Self.read(server.endpoint))
            #expect(Double(now) - Double(hour.from.milliseconds) / 1000 > 3590)
            Self.compare(hour, counts)
        }
    }

    @Test(arguments: ["DEL cache:events", "XTRIM cache:events MAXLEN 0", "DEL and XADD"])
    func aStreamThatGoesMeanwhile(command: String) async throws {
        try await withRedis { server in
            let (now, counts) = try await Self.write(.large, to: server, from: 3600, step: 1)
            let (reports, continuation) = AsyncStream.makeStream(of: StreamHour.self)
            let isSlow = Atomic(true)
            let endpoint = server.endpoint
            async let last = Self.read(
                endpoint, pace: { isSlow.load(ordering: .relaxed) ? 0.05 : 1 }
            ) { continuation.yield($0) }
            var iterator = reports.makeAsyncIterator()
            _ = await iterator.next()
            if command == "DEL and XADD" {
                try await server.run("DEL cache:events", "XADD cache:events * hit product:2")
            } else {
                try await server.run(command)
            }
            isSlow.store(false, ordering: .relaxed)
            let hour = try #require(try await last)
            #expect(hour.isOver && hour.problem == nil)
            #expect(hour.from > Timestamp(milliseconds: Int64(now - 3500) * 1000))
            Self.compare(hour, counts)
        }
    }

    /// A user who may not read the stream, or not ask about it.
    @Test func permissions() async throws {
        let users = RedisServer.Options {
            $0.users = ["u on >secret ~* +@all -xread", "v on >secret ~* +@all -xinfo"]
        }
        try await withRedis(users) { server in
            let (now, counts) = try await Self.write(.pairs, to: server, from: 2000, step: 1)
            let refused = try #require(try await Self.read(server.endpoint(user: "u")))
            #expect(refused.isOver && refused.problem?.kind == .refused)
            #expect(refused.from == refused.end)
            let blind = try #require(try await Self.read(server.endpoint(user: "v")))
            #expect(blind.problem == nil)
            // The oldest slice may have been trimmed: it is not claimed.
            let age = Double(now) - Double(blind.from.milliseconds) / 1000
            #expect(age > 1000 && age < 2000)
            Self.compare(blind, counts)
        }
    }

    @Test func withoutAStreamThereIsNoHour() async throws {
        try await withRedis { server in
            #expect(try await Self.read(server.endpoint) == nil)
            try await server.run("SET cache:events x")
            #expect(try await Self.read(server.endpoint) == nil)
        }
    }

    /// The tail's totals, what was received and its windows are those of `since`.
    @Test func theTailKnowsNothingOfIt() async throws {
        try await withRedis { server in
            let (now, counts) = try await Self.write(.pairs, to: server, from: 3500, step: 10)
            var options = LiveCacheOptions(
                endpoint: server.endpoint, since: .seconds(300), interval: .milliseconds(200))
            options.readsLastHour = true
            try await watching(options) { watch in
                await watch.until {
                    $0.hour?.isOver == true && $0.received > 0 && $0.samples.count > 3
                }
                let since = counts.filter { $0.key >= now - 300 }.count
                #expect(abs(Int(watch.received) - since) <= 2)
                #expect(watch.snapshot().events.received == watch.received)
                if let hour = watch.hour { Self.compare(hour, counts) }
            }
        }
    }

    /// `snapshot --history`: the hour in curves.
    @Test func aSnapshotHasTheHour() async throws {
        try await withRedis { server in
            let (_, counts) = try await Self.write(.pairs, to: server, from: 3650, step: 1)
            let options = LiveCacheOptions(endpoint: server.endpoint)
            let snapshot = try await takeSnapshot(options, historySeconds: 3600)
            let curves = try #require(snapshot.history)
            #expect(curves.resolutionSeconds.count > 850)
            let rates = curves.series["lookupsPerSecond.product"] ?? []
            let known = rates.compactMap(\.self)
            #expect(known.count > 850)
            #expect(known.dropLast(20).allSatisfy { abs($0 - 1) < 0.31 })
            #expect(curves.series["memory.usedBytes"]?.compactMap(\.self).count == 1)
            #expect(snapshot.events.received < UInt64(counts.count / 2))
            #expect(try await takeSnapshot(options).history == nil)
        }
    }
}
