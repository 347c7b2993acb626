import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What a plan says it will cost, on real keys and a real stream.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PlanSurveyTests {
    private func radius(
        _ server: RedisServer, _ word: String, _ arguments: String...,
        context: PlanContext? = nil, user: String? = nil
    ) async throws -> BlastRadius {
        let invalidator = server.invalidator(user: user)
        let scope = try InvalidationScope(word, arguments: arguments.map { Array($0.utf8) })
        return try await invalidator.survey(try invalidator.plan(scope), context: context).get()
            .radius
    }

    @Test func keysAreCountedAndMeasured() async throws {
        try await withRedis { server in
            try await server.set(0..<100, "facets:", "EX", "100")
            try await server.run("SET facets:forever x", "SET facets:long x EX 5000")
            let radius = try await radius(server, "facets")
            #expect(radius.keys == 102 && radius.missingKeys == 1)
            #expect(radius.estimated == false)
            let bytes = try #require(radius.bytes)
            #expect((5000...20_000).contains(bytes))
            let life = try #require(radius.life)
            #expect(life.sampled == 102 && life.withoutExpiry == 1)
            #expect((90...100).contains(life.p50Seconds ?? 0))
            #expect((90...100).contains(life.p90Seconds ?? 0))
            #expect((4990...5000).contains(life.longestSeconds ?? 0))
            #expect(radius.edge.map(\.resource) == ["facets"])
            #expect(radius.alsoIn == nil)
            #expect(radius.edge.first?.cdnSeconds == 1800 && radius.edge.first?.isrSeconds == 600)
        }
    }

    @Test func ofManyKeysASampleIsMeasured() async throws {
        try await withRedis { server in
            try await server.set(0..<5000, "facets:", "EX", "100")
            let told = Told<PlanProgress>()
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.pattern(Array("facets:*".utf8)))
            let planned = try await invalidator.survey(plan) { told.add($0) }.get()
            #expect(planned.radius.keys == 5000 && planned.keys.count == 5000)
            #expect(planned.radius.estimated == true && planned.radius.life?.sampled == 2000)
            let one = try await server.run("MEMORY USAGE facets:1").integerValue ?? 0
            let bytes = Double(planned.radius.bytes ?? 0)
            #expect(abs(bytes / Double(5000 * one) - 1) < 0.1)
            #expect(told.all.last?.found == 5000 && told.all.last?.of == 5000)
            #expect(planned.server?.role == .primary && planned.server?.runID != nil)
        }
    }

    @Test func whatIsNamedMayNotBeThere() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let radius = try await radius(server, "product", "1", "2", "2")
            #expect(radius.keys == 1 && radius.missingKeys == 3)
            #expect(radius.life?.withoutExpiry == 1)
            let none = try await self.radius(server, "pattern", "nothing:*")
            #expect(none.keys == 0 && none.bytes == 0 && none.edge == [])
        }
    }

    /// Own keys only: a product's hits are not those of another.
    @Test func hitsAreOfTheLastMinuteOfTheStream() async throws {
        try await withRedis { server in
            try await server.run(
                "SET product:1 x", "SET category:a:h:v1 x", "SET version:search 4",
                "XADD cache:events * n 30 hit product:1 miss product:1 hit product:2",
                "XADD cache:events * hit product:1 hit inventory:1 hit category:a:h:v1",
                "XADD cache:events * hit search:x:v4 hit search:x:v3 hit search:x:v5 hit search:x")
            func hits(_ words: String...) async throws -> BlastRadius.Hits {
                let scope = try InvalidationScope(
                    words[0], arguments: words.dropFirst().map { Array($0.utf8) })
                let invalidator = server.invalidator()
                return try await invalidator.survey(try invalidator.plan(scope)).get().radius.hits
            }
            let product = try await hits("product", "1")
            #expect(product.basis == .stream && product.seconds == 60)
            #expect(product.perSecond == 32.0 / 60)
            #expect(try await hits("category", "a").perSecond == 1.0 / 60)
            #expect(try await hits("pattern", "category:*").perSecond == 1.0 / 60)
            #expect(try await hits("key", "product:2").perSecond == 30.0 / 60)
            // what a raised counter reaches: the dying generation and, were they read, older ones
            #expect(try await hits("search").perSecond == 2.0 / 60)
            #expect(try await hits("facets").perSecond == 0)
        }
    }

    @Test func aLongMinuteIsCutAndSaidToBe() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let hit = bytes("XADD", "cache:events", "*", "hit", "product:1")
            try await server.run(Array(repeating: hit, count: RecentHits.limit + 1))
            let hits = try await radius(server, "product", "1").hits
            #expect(hits.basis == .streamCut)
            let seconds = try #require(hits.seconds)
            #expect(seconds < 60)
            #expect(hits.perSecond == Double(RecentHits.limit) / seconds)
        }
    }

    @Test func withoutXREVRANGETheTailsCommandServes() async throws {
        let rules = try ReadMe.purgingRules()
        let users = RedisServer.Options { $0.users = ["w on >secret resetkeys -@all \(rules)"] }
        try await withRedis(users) { server in
            try await server.run("SET product:1 x", "XADD cache:events * n 6 hit product:1")
            let hits = try await radius(server, "product", "1", user: "w").hits
            #expect(hits.basis == .stream && hits.perSecond == 0.1)
        }
    }

    @Test func whatNobodyKnowsIsUnknown() async throws {
        let users = RedisServer.Options {
            $0.users = ["u on >secret ~* +@all -pttl -memory -xread -xrevrange -info -mget"]
        }
        try await withRedis(users) { server in
            try await server.run(
                "SET version:search 4", "SET facets:a x", "XADD cache:events * hit a")
            let facets = try await radius(server, "facets", user: "u")
            #expect(facets.keys == nil && facets.bytes == nil && facets.life == nil)
            #expect(facets.missingKeys == nil && facets.hits == BlastRadius.Hits())
            #expect(facets.recent == nil)
            let search = try await radius(server, "search", user: "u")
            #expect(search.generations.first?.value == nil)
            // no stream: unknown, and not none
            try await server.run("DEL cache:events")
            #expect(try await radius(server, "facets").hits.basis == .unknown)
            let noScan = try await radius(server, "search", user: "u").generations
            #expect(noScan.count == 1)
        }
    }

    @Test func theDyingGenerationIsCountedLive() async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET search:a:v4 x", "SET search:b:v4 x",
                "SET search:c:v3 x", "SET search:d:v5 x", "SET search:old x", "SET searches:v4 x")
            let generations = try await radius(server, "search").generations
            let found = try #require(generations.first)
            #expect(generations.count == 1 && found.resource == "search" && found.value == 4)
            #expect(found.keys == 2 && found.notAffected == 2 && found.estimated == false)
            #expect(found.sweptAt != nil)
            #expect((found.bytes ?? 0) > 100)
            let global = try await radius(server, "global")
            #expect(global.generations.map(\.resource) == ["search", "category"])
            // the key without a generation goes by its own UNLINK
            #expect(global.keys == 1)
        }
    }

    @Test func aDashboardsKnowledgeIsUsed() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4", "SET search:a:v4 x")
            var generation = BlastRadius.Generation(
                resource: "search", counter: "version:search", value: 4)
            generation.keys = 77
            generation.sweptAt = Timestamp(milliseconds: 1)
            let recent = InvalidationRecord(
                at: Timestamp(milliseconds: 1), scope: "search", by: "bob@b", via: .redis,
                outcome: .done, message: "")
            let context = PlanContext(
                hitsPerSecond: ["search": 41, "product": 1], hitSeconds: 60,
                generations: [generation], recent: [recent])
            let radius = try await radius(server, "search", context: context)
            #expect(radius.hits == .init(perSecond: 41, basis: .tallies, seconds: 60))
            #expect(radius.generations == [generation] && radius.recent == [recent])
        }
    }

    @Test func whoElseDidItIsReadFromTheTrail() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4", "SET facets:a x")
            let bob = Invalidator(
                endpoint: server.endpoint, policy: .standard, eventKey: nil, api: nil,
                operatorName: "bob@b")
            _ = await bob.purge(try bob.plan(.search))
            _ = await bob.purge(try bob.plan(.facets(Array("a".utf8))))
            let recent = try await radius(server, "search").recent
            #expect(recent?.map(\.by) == ["bob@b"] && recent?.first?.to == 5)
            #expect(try await radius(server, "trending").recent == [])
        }
    }

    @Test func aCancelledLookIsASentence() async throws {
        try await withRedis { server in
            try await server.set(0..<2000, "facets:")
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.facets(nil))
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await invalidator.survey(plan)
            }
            let problem = await task.value.failure
            #expect(problem?.description == "Cancelled; nothing was sent.")
            #expect(problem?.isRefusal == false)
        }
    }
}
