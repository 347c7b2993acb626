import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// A plan that finds nothing is probably a typing error.
@Suite(.timeLimit(.minutes(5)), .tags(.redis)) struct EmptyPlanTests {
    @Test(
        arguments: [
            ("category", "sho", ["shoes", "shoes-kids"]), ("category", "shose", ["shoes"]),
            ("category", "hats", []), ("facets", "shoe", ["shoes"]), ("product", "x", []),
            // Not cached is no typing error.
            ("product", "4", []), ("product", "41", []), ("product", "421942", []),
        ])
    func theNearestIdentifiersAreOffered(
        _ word: String, _ argument: String, _ names: [String]
    ) async throws {
        try await withRedis { server in
            try await server.run(
                "SET category:shoes:a:v1 x", "SET category:shoes-kids:a:v1 x",
                "SET category:garden:a:v1 x", "SET facets:shoes x", "SET product:42 x")
            let invalidator = server.invalidator()
            let scope = try InvalidationScope(word, arguments: [Array(argument.utf8)])
            let planned = try await invalidator.survey(try invalidator.plan(scope)).get()
            #expect(planned.isEmpty && planned.radius.suggestions == names)
            // It is sent all the same when it is meant.
            #expect(await invalidator.carryOut(planned).outcome == .done)
        }
    }

    @Test func whatFindsSomethingOrRaisesACounterIsNotEmpty() async throws {
        try await withRedis { server in
            try await server.run("SET category:shoes:a:v1 x")
            let invalidator = server.invalidator()
            for scope in [InvalidationScope.category(Array("shoes".utf8)), .search, .global] {
                let planned = try await invalidator.survey(try invalidator.plan(scope)).get()
                #expect(!planned.isEmpty && planned.radius.suggestions == nil)
            }
        }
    }

    /// The list is frozen by the survey alone: a key that the scope does not take is refused.
    @Test func aForgedListIsRefused() async throws {
        try await withRedis { server in
            try await server.run("SET category:shoes:a:v1 x", "SET session:1 x")
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.category(Array("shoes".utf8)))
            var planned = try await invalidator.survey(plan).get()
            planned.keys = KeyList(Array(planned.keys) + [Array("session:1".utf8)])
            let record = await invalidator.carryOut(planned)
            #expect(record.outcome == .refused && record.message.contains("session:1"))
            #expect(try await server.run("EXISTS session:1").integerValue == 1)
        }
    }
}
