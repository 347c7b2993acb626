import Invalidation
import Metrics
import RedisClient
import TestSupport
import Testing

/// What the one executor does to a real Redis, as planned and at once.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ExecutionTests {
    private static let grammar = KeyGrammar(policy: .standard)

    /// Of every kind: resources with further keys, counters, the stream, cachetop's own, unclassified.
    private static let keys = [
        "product:1", "product:2", "product:1:reviews", "inventory:1", "inventory:2",
        "category:shoes", "category:shoes:ab:v1", "category:shoes:cd:v2", "category:hats:ef:v1",
        "categories:shoes", "search:q1:v1", "search:loose", "facets", "facets:shoes", "facets:hats",
        "trending:products", "trending:shoes", "cart:9", "session:product:1", "cachetop:mark",
        "version:search", "version:global",
    ]

    private static let scopes: [InvalidationScope] = [
        .products([bytes("1")]), .products([bytes("1"), bytes("2")]), .category(bytes("shoes")),
        .search, .global, .facets(nil), .facets(bytes("shoes")), .trending, .inventory(bytes("2")),
        .key(bytes("cart:9")), .pattern(bytes("category:*")),
    ]

    private func steps(_ scope: InvalidationScope) throws -> InvalidationPlan {
        try .redis(scope, grammar: Self.grammar, endpoint: "redis://a")
    }

    private func fill(_ server: RedisServer) async throws {
        try await server.run("FLUSHALL")
        try await server.run(
            Self.keys.map { ["SET", $0, $0.hasPrefix("version") ? "7" : "x"].map(bytes) })
        try await server.run("XADD cache:events * hit product:1")
    }

    /// Both ways leave the same keys: those that the plan doesn't take, each by its values alone.
    @Test func bothWaysTakeWhatThePlanTakes() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            for scope in Self.scopes {
                let plan = try steps(scope)
                guard case .redis(let steps) = plan.work else { continue }
                let taken = Self.keys.filter { plan.takes(bytes($0), Self.grammar) }
                let left = Set(Self.keys + ["cache:events"]).subtracting(taken)
                for isFrozen in [false, true] {
                    try await fill(server)
                    var execution = Execution(on: .one(connection))
                    if isFrozen {
                        let planned = PlannedInvalidation(
                            plan: plan, radius: BlastRadius(),
                            keys: KeyList(taken.map { bytes($0) }), at: .init(milliseconds: 0))
                        try await execution.run(
                            planned, pace: PurgePace(batch: 2), watch: Stopwatch(),
                            isStopped: { false }, progress: { _ in })
                    } else {
                        try await execution.run(steps, Self.grammar) { _ in }
                    }
                    #expect(Set(try await server.keys()) == left, "\(scope.text) \(isFrozen)")
                    #expect(execution.carriedOut.removed == UInt64(taken.count))
                    #expect(execution.carriedOut.counters.map(\.to) == plan.raised.map { _ in 8 })
                }
            }
            await connection.close()
        }
    }

    /// What is announced at once covers each key that went, and no key that stayed.
    @Test func whatIsAnnouncedIsWhatWent() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            for scope in Self.scopes {
                try await fill(server)
                let plan = try steps(scope)
                guard case .redis(let steps) = plan.work else { continue }
                var names: Set<[UInt8]> = []
                var globs: [[UInt8]] = []
                var execution = Execution(on: .one(connection))
                try await execution.run(steps, Self.grammar) { event in
                    switch event {
                    case .removed(let keys): names.formUnion(keys)
                    case .removedMatching(let found): globs += found
                    case .raised, .willRemove, .willSearch: break
                    }
                }
                for key in Self.keys {
                    let isTaken = plan.takes(bytes(key), Self.grammar)
                    let isNamed =
                        names.contains(bytes(key))
                        || globs.contains { Glob.matches($0, bytes(key)) }
                    #expect(isNamed == isTaken, "\(scope.text): \(key)")
                }
            }
            await connection.close()
        }
    }

    /// A search that is refused on its way: what went until then is announced.
    @Test func whatWentBeforeARefusalIsAnnounced() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~facets ~facets:s* +@all"] }
        try await withRedis(users) { server in
            try await fill(server)
            // Many that may go beside the one that may not: any page has some of them.
            try await server.run((0..<300).map { ["SET", "facets:s\($0)", "x"].map(bytes) })
            let connection = try await RedisConnection.connect(to: server.endpoint(user: "u"))
            guard case .redis(let steps) = try steps(.facets(nil)).work else { return }
            var globs: [[UInt8]] = []
            var execution = Execution(on: .one(connection))
            await #expect(throws: RedisError.self) {
                try await execution.run(steps, Self.grammar) { event in
                    if case .removedMatching(let found) = event { globs += found }
                }
            }
            let there = Self.keys.filter { $0.hasPrefix("facets") }.count + 300
            let left = try await server.keys().filter { $0.hasPrefix("facets") }.count
            #expect(execution.carriedOut.removed == UInt64(there - left) && there - left >= 2)
            #expect(globs == [bytes("facets:*")])
            await connection.close()
        }
    }

    @Test(
        "A missing counter is raised to 2, one that was 0 to 1",
        arguments: [
            ("DEL", true, 2), ("DEL", false, 2), ("SET 0", true, 1), ("SET 0", false, 2),
            ("SET 6", true, 7), ("SET 6", false, 7),
        ] as [(String, Bool, Int64)])
    func countersAreRaised(_ before: String, _ isRead: Bool, _ after: Int64) async throws {
        try await withRedis { server in
            let words = before.split(separator: " ")
            try await server.run(
                words.count == 1 ? "DEL version:search" : "SET version:search \(words[1])")
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let read: Execution.CounterReader = { key async throws(RedisError) in
                try await connection.send(RedisCommand("GET", key: key)).integerValue
            }
            var execution = Execution(on: .one(connection), read: isRead ? read : nil)
            try await execution.increment(bytes("version:search"))
            #expect(execution.carriedOut.counters.map(\.to) == [after])
            #expect(try await server.run("GET version:search").integerValue == after)
            await connection.close()
        }
    }

    /// Names of a megabyte each: commands stay below a few megabytes, and all go.
    @Test func longKeysGoInSmallBatches() async throws {
        try await withRedis { server in
            let names = (0..<12).map { number in
                bytes("product:\(number):") + [UInt8](repeating: UInt8(ascii: "x"), count: 700_000)
            }
            for name in names { try await server.run([[bytes("SET"), name, bytes("1")]]) }
            let list = KeyList(names)
            #expect(list.batch(from: 0, upTo: 500, bytes: 1 << 20).count == 1)
            #expect(list.batch(from: 11, upTo: 500, bytes: 1 << 20).count == 1)
            #expect(list.batch(from: 12, upTo: 500, bytes: 1 << 20).isEmpty)
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var execution = Execution(on: .one(connection))
            let planned = PlannedInvalidation(
                plan: try steps(.pattern(bytes("product:*"))), radius: BlastRadius(), keys: list,
                at: .init(milliseconds: 0))
            try await execution.run(
                planned, pace: PurgePace(), watch: Stopwatch(), isStopped: { false },
                progress: { _ in })
            #expect(execution.carriedOut.removed == 12)
            #expect(try await server.keys().isEmpty)
            await connection.close()
        }
    }

    @Test func aRefusalEndsItAndSaysWhatWasDone() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all -unlink"] }
        try await withRedis(users) { server in
            try await server.run("SET product:1 x", "SET version:search 3")
            let connection = try await RedisConnection.connect(to: server.endpoint(user: "u"))
            var execution = Execution(on: .one(connection))
            await #expect(throws: RedisError.self) {
                try await execution.run(
                    [.increment(bytes("version:search")), .unlink([bytes("product:1")])],
                    Self.grammar
                ) { _ in }
            }
            #expect(execution.failure?.isUnknown == false)
            #expect(execution.carriedOut.counters.map(\.to) == [4])
            #expect(execution.carriedOut.removed == 0)
            await connection.close()
        }
    }
}

extension InvalidationPlan {
    fileprivate var raised: [[UInt8]] {
        guard case .redis(let steps) = work else { return [] }
        return steps.compactMap { if case .increment(let key) = $0 { key } else { nil } }
    }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
