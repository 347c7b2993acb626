import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Listeners' signs of life in a real Redis.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ListenerWatchTests {
    private static let json = #"{"at":1700000000000,"backlog":3,"position":7,"secondRemovals":1}"#

    private func set(_ name: String, _ value: String, in server: RedisServer) async throws {
        try await server.run([bytes("SET", "cachetop:listener:\(name)", value)])
    }

    @Test func oneIsSeenAndMissedOnceItIsGone() async throws {
        try await withRedis { server in
            try await set("listener", Self.json, in: server)
            try await set("shop-1", Self.json, in: server)
            let options = LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                // The usual name is asked about before the sweep, the other is found by it.
                await watch.until { $0.samples.last?.listeners?.count == 2 }
                #expect(watch.samples[0].listeners?.keys.map(KeyText.text) == ["listener"])
                let seen = watch.snapshot().listeners
                #expect(seen.map(\.name) == ["listener", "shop-1"])
                #expect(seen.allSatisfy { $0.backlog == 3 && $0.position == 7 })
                try await server.run("DEL cachetop:listener:shop-1")
                await watch.until {
                    $0.samples.last?.listeners?[Array("shop-1".utf8)] == .absent
                }
                let gone = try #require(watch.samples.last?.at)
                func alerts(after seconds: Double) -> [String?] {
                    watch.history.snapshot(
                        at: gone.adding(seconds: seconds), endpoint: "", intervalSeconds: 1
                    ).alerts.filter { $0.rule == "listenerSilent" }.map(\.subject)
                }
                #expect(alerts(after: 14.8) == [] && alerts(after: 15.2) == ["shop-1"])
                try await set("shop-1", Self.json, in: server)
                await watch.until {
                    $0.samples.last?.listeners?[Array("shop-1".utf8)] != .absent
                }
                #expect(alerts(after: 60) == [])
            }
            let snapshot = try await takeSnapshot(options)
            #expect(snapshot.listeners.map(\.name) == ["listener", "shop-1"])
        }
    }

    /// Missing, of another type, no JSON: each look-up of ours is in the ledger as the server counts it.
    @Test func theLedgerIsExact() async throws {
        try await withRedis { server in
            try await set("text", "hello", in: server)
            try await server.run("LPUSH cachetop:listener:list 1", "SET version:search 4")
            let names = ListenerNames()
            let grammar = KeyGrammar(policy: .standard)
            var survey = KeyspaceSurvey(policy: .standard, startedAt: Timestamp(milliseconds: 0))
            for name in ["text", "list", "gone"] {
                survey.add(
                    Array("cachetop:listener:\(name)".utf8), pttl: -1, bytes: 100, grammar: grammar,
                    at: Timestamp(milliseconds: 0))
            }
            names.note(survey)
            let own = OwnLookups()
            var poller = InfoPoller(
                policy: .standard, own: own, clock: ServerClock(), listeners: names)
            let connection = try await RedisConnection.connect(to: server.endpoint)
            for _ in 0..<2 {
                let sample = try await poller.look(.one(connection))
                let answers = try #require(sample.listeners)
                #expect(answers[Array("listener".utf8)] == .absent)
                #expect(answers[Array("gone".utf8)] == .absent)
                for (name, word) in [("text", "hello"), ("list", "a list")] {
                    guard case .unreadable(let why) = answers[Array(name.utf8)] else {
                        Issue.record("\(name): \(answers)")
                        continue
                    }
                    #expect(why.contains(word))
                }
                let info = InfoReply(
                    try await connection.send(RedisCommand("INFO", "stats")).bytes ?? [])
                #expect(own.reading.counts.hits == info.count("keyspace_hits"))
                #expect(own.reading.counts.misses == info.count("keyspace_misses"))
            }
            await connection.close()
        }
    }

    /// A user who may not use MGET, or not on these keys, has no listeners and no trouble.
    @Test(arguments: ["~* +@all -mget", "~version:* ~cache:events +@all"])
    func aRefusalIsNoAlert(rule: String) async throws {
        try await withRedis(.init { $0.users = ["u on >secret \(rule)"] }) { server in
            try await set("listener", Self.json, in: server)
            let options = LiveCacheOptions(
                endpoint: server.endpoint(user: "u"), interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.count == 4 }
                #expect(watch.snapshot().listeners.isEmpty)
                #expect(watch.samples.allSatisfy { $0.info != nil })
            }
        }
    }

    /// Sixteen names; those that are gone give way to new ones.
    @Test func namesAreBounded() {
        let names = ListenerNames()
        let grammar = KeyGrammar(policy: .standard)
        func note(_ found: [String], isComplete: Bool = true) {
            var survey = KeyspaceSurvey(policy: .standard, startedAt: Timestamp(milliseconds: 0))
            for name in found {
                survey.add(
                    Array("cachetop:listener:\(name)".utf8), pttl: 9, bytes: 100, grammar: grammar,
                    at: Timestamp(milliseconds: 0))
            }
            survey.isComplete = isComplete
            names.note(survey)
        }
        #expect(names.all == [Array("listener".utf8)])
        note((0..<16).map { "old\($0)" })
        note(["new"], isComplete: false)
        #expect(names.found.count == 16 && !names.found.contains(Array("new".utf8)))
        note(["new"])
        #expect(names.found.count == 16 && names.found.first == Array("new".utf8))
        #expect(names.all.count == 17)
    }
}
