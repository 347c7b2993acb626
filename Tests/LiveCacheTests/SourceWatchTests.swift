import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What becomes of a source on a real server: refused while watching, given back, mended.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct SourceWatchTests {
    private func options(_ server: RedisServer) -> LiveCacheOptions {
        var options = LiveCacheOptions(
            endpoint: server.endpoint(user: "u"), interval: .milliseconds(100))
        options.retryRefusedAfter = .milliseconds(300)
        return options
    }

    private static let user = RedisServer.Options { $0.users = ["u on >secret ~* &* +@all"] }

    @Test(
        arguments: [
            ("info", .memory), ("mget", .counters), ("scan", .scan), ("pttl", .timeToLive),
            ("memory|usage", .memoryUsage), ("xread", .events), ("xinfo|stream", .streamInfo),
        ] as [(String, Source)])
    func aPermissionTakenAwayDatesItsFiguresUntilItIsGivenBack(
        _ command: String, _ source: Source
    ) async throws {
        try await withRedis(Self.user) { server in
            try await server.fillWithAShop()
            try await watching(options(server)) { watch in
                let cache = watch.cache
                func state(_ watch: Watch) -> SourceState {
                    cache.sweepNow()
                    return watch.snapshot().state(of: source)
                }
                await watch.until {
                    state($0).isFresh && $0.surveys.last?.isComplete == true && $0.received == 1
                        && $0.samples.last?.info != nil
                }
                let before = watch.snapshot()
                try await server.run("ACL SETUSER u -\(command)")
                await watch.until { if case .asOf = state($0) { true } else { false } }
                let old = watch.snapshot()
                #expect(old.state(of: source).why?.contains("NOPERM") == true)
                let moment = try #require(old.state(of: source).moment)
                #expect((0...60).contains(cache.clock.now.seconds(since: moment)))
                #expect(old.hasOldFigures)
                // The figures of that moment are still there.
                #expect(old.memory.usedBytes != nil && old.versions.map(\.value) == [7, 3])
                let product = old.resources[1]
                #expect(product.keys == 1 && product.ttl?.sampled == 1)
                #expect(product.bytes == before.resources[1].bytes && product.hits == 1)
                try await server.run("ACL SETUSER u +\(command)")
                await watch.until { state($0).isFresh }
                await watch.until { !$0.snapshot().hasOldFigures }
            }
        }
    }

    @Test func aCounterOfAnotherTypeIsMendedWithTheNextPoll() async throws {
        try await withRedis(Self.user) { server in
            try await server.run("LPUSH version:search 1")
            try await watching(options(server)) { watch in
                await watch.until {
                    if case .unusable = $0.samples.last?.counters?.first { true } else { false }
                }
                try await server.run("DEL version:search")
                await watch.until { $0.samples.last?.counters?.first == .absent }
                try await server.run("LPUSH version:search 1")
                await watch.until {
                    if case .unusable = $0.samples.last?.counters?.first { true } else { false }
                }
                guard case .unusable(let why) = watch.samples.last?.counters?.first else {
                    Issue.record("\(String(describing: watch.samples.last?.counters))")
                    return
                }
                #expect(
                    why
                        == "A list, not a counter: the API can't count generations with it. Delete it."
                )
            }
        }
    }

    /// The right to one counter's key is not the right to the other's.
    @Test func aKeyThatIsRefusedHidesNoOther() async throws {
        let options = RedisServer.Options {
            $0.users = ["u on >secret +@all resetkeys %R~version:search %R~cache:events"]
        }
        try await withRedis(options) { server in
            try await server.fillWithAShop()
            try await watching(self.options(server)) { watch in
                await watch.until { $0.samples.last?.counters != nil }
                let snapshot = watch.snapshot()
                #expect(snapshot.versions.map(\.value) == [7, nil])
                #expect(snapshot.state(ofCounter: "version:search").isFresh)
                guard case .refused(let why) = snapshot.state(ofCounter: "version:global") else {
                    Issue.record("\(snapshot.unavailable)")
                    return
                }
                #expect(why.contains("NOPERM"))
            }
        }
    }

    /// Without TYPE nil may be a counter of another type: it is not called absent.
    @Test func withoutTypeAMissingCounterIsNotKnown() async throws {
        try await withRedis(Self.user) { server in
            try await server.run("ACL SETUSER u -type", "SET version:search 7")
            try await watching(options(server)) { watch in
                await watch.until { $0.samples.last?.counters != nil }
                let readings = try #require(watch.samples.last?.counters)
                #expect(readings[0] == .value(7))
                guard case .unavailable(let problem) = readings[1] else {
                    Issue.record("\(readings)")
                    return
                }
                #expect(problem.kind == .refused && problem.why.contains("NOPERM"))
            }
        }
    }

    @Test func aDeadServerDatesEvents() async throws {
        try await withRedis(Self.user) { server in
            try await server.fillWithAShop()
            try await watching(options(server)) { watch in
                await watch.until {
                    $0.received == 1 && $0.snapshot().state(of: .events).isFresh
                        && $0.samples.last?.info != nil
                }
                await server.kill()
                await watch.until {
                    if case .asOf = $0.snapshot().state(of: .events) { true } else { false }
                }
                let why = watch.snapshot().state(of: .events).why
                #expect(why?.contains("No events come in") == true)
                await watch.until {
                    if case .asOf = $0.snapshot().state(of: .memory) { true } else { false }
                }
                #expect(watch.snapshot().memory.usedBytes != nil)
            }
        }
    }
}
