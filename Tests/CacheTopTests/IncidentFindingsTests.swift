import LiveCache
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// The demo's incidents on a real Redis, watched as the dashboard watches: each becomes a finding in words.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct IncidentFindingsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var incident: Incident
        var rule: FindingRule
        var words: [String]

        var testDescription: String { incident.rawValue }
    }

    static let cases = [
        Case(
            incident: .silentRemoval, rule: .removedUnannounced,
            words: ["At least 4", "keys", "nothing announces it", "script with DEL or UNLINK"]),
        Case(
            incident: .deploy, rule: .counterRaised,
            words: ["version:search went from 7 to 8", "no event says who", "cachetop mark"]),
        Case(
            incident: .wrongTTL, rule: .keysOverPolicy,
            words: ["product is written with", "its policy says 60 s: 50 keys", "warm script"]),
        Case(
            incident: .memoryGrowth, rule: .memoryFills,
            words: ["is full in about", "keep copies for a shorter time"]),
        Case(
            incident: .stampede, rule: .stampedes,
            words: ["Stampedes on trending", "trending:products", "Load once for all who wait"]),
        Case(
            incident: .flush, rule: .flushed,
            words: ["The database was emptied by FLUSHDB", "Warm the cache"]),
    ]

    /// A shop that looks up a search of the counter's version and the trending list, which three ask for at once.
    private func trade(_ server: RedisServer) async throws {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        func send(_ words: [String]) async throws -> RedisReply {
            try await connection.send(RedisCommand(arguments: words.map { Array($0.utf8) }))
        }
        while !Task.isCancelled {
            let version = try await send(["GET", "version:search"]).text ?? "1"
            let isThere = try await send(["EXISTS", "trending:products"]).integerValue == 1
            var pairs = ["hit", "search:q:v\(version)"]
            for _ in 0..<3 { pairs += [isThere ? "hit" : "miss", "trending:products"] }
            _ = try await send(["XADD", "cache:events", "*"] + pairs)
            if !isThere {
                _ = try await send(["SET", "trending:products", "[]", "EX", "900"])
                _ = try await send(["XADD", "cache:events", "*", "fill", "trending:products"])
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        await connection.close()
    }

    @Test(arguments: cases)
    func itIsAFindingInWords(_ test: Case) async throws {
        let options = RedisServer.Options { $0.arguments = ["--maxmemory", "64mb"] }
        try await withRedis(options) { server in
            let keys = (0..<600).map { ["SET", "product:\($0)", "x", "EX", "60"] }
            let others = [["SET", "version:search", "7"], ["SET", "version:global", "3"]]
            try await server.run((keys + others).map { $0.map { Array($0.utf8) } })
            let live = LiveCacheOptions(
                endpoint: server.endpoint, interval: .milliseconds(500))
            let figures = LiveFigures(
                live, intervalSeconds: 0.5, now: Timestamp(milliseconds: 0))
            let tasks = [
                Task { _ = try? await trade(server) },
                Task { await LiveCache(live).run { figures.observe($0) } },
            ]
            defer { for task in tasks { task.cancel() } }
            // What is usual is known after a few polls and a sweep.
            try await wait("polls") {
                let stats = try await server.run("INFO commandstats").text ?? ""
                let calls = stats.firstMatch(of: /cmdstat_time:calls=(\d+)/).flatMap { Int($0.1) }
                return calls ?? 0 >= 10 && figures.latest.snapshot.resources[1].keys != nil
            }
            let script = IncidentScript(incident: test.incident, endpoint: server.endpoint)
            let incident = Task { try await script.run() }
            defer { incident.cancel() }
            var found: Finding?
            try await wait("the finding") {
                found = figures.latest.snapshot.findings.first { $0.rule == test.rule.name }
                return found != nil
            }
            let text = found.map { $0.message + " " + $0.advice } ?? ""
            for words in test.words { #expect(text.contains(words), "\(text)") }
        }
    }

    private func wait(_ what: String, until isSo: () async throws -> Bool) async throws {
        let due = ContinuousClock.now + .seconds(120)
        while !(try await isSo()) {
            try #require(ContinuousClock.now < due, "\(what) did not come")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
