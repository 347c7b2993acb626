import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// The tail against real streams that are trimmed, deleted, retyped and killed under it.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct StreamTailTests {
    private func options(_ server: RedisServer) -> LiveCacheOptions {
        LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(200))
    }

    @Test func whatWasThereAndWhatComesIsCounted() async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cache:events * hit product:1 miss search:a:v1 n 5 hit facets")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 3 && $0.status.lagSeconds == 0 }
                #expect(watch.status.problem == nil)
                #expect(watch.status.coveredFrom != nil)
                try await server.run(
                    "XADD cache:events * hit product:2 later x src api-1 purge product:2")
                await watch.until { $0.received == 6 }
                #expect(watch.totals[1] == HitCounts(hits: 2))
                #expect(watch.totals[3] == HitCounts(hits: 5))
                let snapshot = watch.snapshot()
                #expect(snapshot.events.unknown == 1)
                #expect(snapshot.invalidations.first?.by == "api-1")
                #expect(snapshot.topKeys.first?.key == "search:a:v1")
            }
        }
    }

    @Test func aKilledServerIsReadOnWhereItComesBack() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 && $0.link == .live }
                await server.kill()
                await watch.until {
                    guard case .lost(let why, _) = $0.link else { return false }
                    return !why.isEmpty
                        && $0.status.problem?.why.contains("No events come in") == true
                }
                try await server.restart()
                try await server.run("XADD cache:events * miss product:1")
                watch.cache.retryNow()
                await watch.until { $0.received == 2 && $0.link == .live }
                await watch.until { $0.status.resets == 1 && $0.status.problem == nil }
                #expect(watch.totals[1] == HitCounts(hits: 1, misses: 1))
            }
        }
    }

    @Test func aConnectionThatIsCutCostsNoEvent() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 }
                for round in 0..<3 {
                    try await server.run("CLIENT KILL TYPE normal SKIPME yes")
                    try await server.run("XADD cache:events * hit product:1")
                    watch.cache.retryNow()
                    await watch.until { $0.received == UInt64(round) + 2 }
                }
                await watch.until { $0.link == .live && $0.status.lagSeconds == 0 }
                #expect(watch.received == 4)
                #expect(watch.status.gaps == 0)
                #expect(watch.status.resets == 0)
            }
        }
    }

    /// Ids are milliseconds: what is added in the one in which watching begins is not skipped.
    @Test func theFirstMillisecondIsNoGap() async throws {
        try await withRedis { server in
            let time = try await server.run("TIME")
            let now = try #require(Timestamp(timeReply: time)).milliseconds
            try await server.run("XADD cache:events \(now - 60_000)-0 hit product:1")
            var options = options(server)
            options.since = .zero
            try await watching(options) { watch in
                await watch.until { $0.status.coveredFrom != nil }
                try await server.run("XADD cache:events \(now - 30_000)-0 hit product:1")
                await watch.until { $0.received == 1 }
                #expect(watch.status.gaps == 0)
            }
        }
    }

    /// A snapshot ends at the last id that existed when its reading began, exactly.
    @Test func whatIsBeyondTheLimitIsLeftAlone() async throws {
        try await withRedis { server in
            for number in 1...5 { try await server.run("XADD s \(number)-1 hit product:1") }
            let source = EventSource.stream(key: "s")
            let intake = EventIntake(grammar: KeyGrammar(policy: .standard), source: source)
            let reader = StreamReader(key: [UInt8(ascii: "s")], intake: intake, own: OwnLookups())
            let limit = StreamID(milliseconds: 3, sequence: 1)
            let request = StreamReader.Request(
                after: .zero, count: 10, mark: StreamID(milliseconds: 2, sequence: 1),
                limit: limit, blocks: false, lookups: HitCounts())
            let answer = try await RedisConnection.withConnection(to: server.endpoint) {
                try await reader.read(request, $0)
            }
            guard case .batch(let batch) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(batch.entries == 3 && batch.withinMark == 2)
            #expect(intake.report()?.tally.received == 3)
        }
    }

    @Test func aTrimThatWasFasterIsAGapOfExactlyThatMany() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 && $0.status.lagSeconds == 0 }
                // In one transaction: 500 entries of which the reader can see the last ten.
                var transaction = [bytes("MULTI")]
                for _ in 0..<500 {
                    transaction.append(bytes("XADD", "cache:events", "*", "hit", "facets"))
                }
                transaction += [bytes("XTRIM", "cache:events", "MAXLEN", "10"), bytes("EXEC")]
                try await server.run(transaction)
                await watch.until { $0.status.gaps == 1 }
                #expect(watch.status.lostEntries == 490)
                #expect(watch.received == 11)
                #expect(watch.status.resets == 0)
                let covered = try #require(watch.status.coveredFrom)
                #expect(watch.cache.clock.now.seconds(since: covered) < 30)
            }
        }
    }

    @Test func trimmingWhatWasReadIsNoGap() async throws {
        try await withRedis { server in
            try await watching(options(server)) { watch in
                await watch.until { $0.status.problem?.why.contains("no stream") == true }
                for round in 1...30 {
                    try await server.run("XADD cache:events MAXLEN 1 * hit product:1")
                    await watch.until { $0.received == UInt64(round) }
                }
                await watch.until { $0.status.lagSeconds == 0 && $0.status.problem == nil }
                #expect(watch.status.gaps == 0)
                #expect(watch.status.lostEntries == 0)
            }
        }
    }

    @Test(arguments: ["1-1", "*"])
    func aRecreatedStreamIsReadFromItsBeginning(_ id: String) async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cache:events * hit product:1", "XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 2 && $0.status.lagSeconds == 0 }
                try await server.run(
                    "MULTI", "DEL cache:events", "XADD cache:events \(id) miss product:1", "EXEC")
                await watch.until { $0.received == 3 && $0.status.resets == 1 }
                try await server.run("XADD cache:events * miss product:1")
                await watch.until { $0.received == 4 }
                #expect(watch.status.gaps == 0)
                #expect(watch.totals[1] == HitCounts(hits: 2, misses: 2))
            }
        }
    }

    @Test func aDeletedStreamIsSaidAndAwaited() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 }
                try await server.run("DEL cache:events")
                await watch.until { $0.status.problem?.why.contains("no stream") == true }
                try await server.run("XADD cache:events * hit product:1")
                await watch.until { $0.received == 2 && $0.status.resets == 1 }
                #expect(watch.status.problem == nil)
            }
        }
    }

    @Test func aKeyThatChangesItsTypeIsSaidAndAwaited() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit product:1")
            try await watching(options(server)) { watch in
                await watch.until { $0.received == 1 }
                try await server.run("DEL cache:events", "SET cache:events x")
                await watch.until {
                    $0.status.problem?.why.contains("is a string, not a stream") == true
                }
                try await server.run("DEL cache:events", "XADD cache:events * hit product:1")
                await watch.until { $0.received == 2 && $0.status.problem == nil }
            }
        }
    }

    @Test(arguments: ["-xread", "-xinfo", "resetkeys %R~product:*"])
    func aReaderWithoutPermissionSaysSo(_ rule: String) async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all \(rule)"] }
        try await withRedis(users) { server in
            try await server.run("XADD cache:events * hit product:1")
            var options = options(server)
            options.endpoint = server.endpoint(user: "u")
            try await watching(options) { watch in
                if rule == "-xinfo" {
                    await watch.until { $0.received == 1 && $0.status.lagSeconds == 0 }
                    #expect(watch.status.lostEntries == nil)
                } else {
                    await watch.until { $0.status.problem?.why.contains("NOPERM") == true }
                }
                await watch.until { $0.samples.last?.info != nil }
            }
        }
    }
}
