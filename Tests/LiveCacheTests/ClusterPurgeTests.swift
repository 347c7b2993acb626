import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// One node of a real cluster: what can't be done whole is refused, and never reported as done.
@Suite(.timeLimit(.minutes(5)), .tags(.redis)) struct ClusterPurgeTests {
    /// The second node has the slot of `a`, the first one all others.
    @Test func onlyKeysOfThisNodeCanBePurged() async throws {
        try await withCluster(foreignKey: "a") { nodes in
            let node = nodes[0]
            try await node.run(
                "SET b x", "SET {b}:2 x", "SET product:{b}1 x", "SET inventory:{b}1 x")
            let invalidator = node.invalidator()
            func survey(
                _ scope: InvalidationScope
            ) async throws -> Result<PlannedInvalidation, InvalidationPlan.Problem> {
                await invalidator.survey(try invalidator.plan(scope))
            }
            for scope in [
                .category(Array("shoes".utf8)), .facets(nil), .global, .search,
                .pattern(Array("{b}*".utf8)),
            ] as [InvalidationScope] {
                let problem = try #require(try await survey(scope).failure)
                #expect(problem.isRefusal)
                #expect(problem.description.contains("one node of a cluster"))
                #expect(problem.description.contains("--via api"))
            }
            let elsewhere = try #require(try await survey(.key(Array("a".utf8))).failure)
            let other = nodes[1].port ?? 0
            #expect(elsewhere.isRefusal && elsewhere.description.contains("127.0.0.1:\(other)"))

            // Two keys in two slots of this node: one UNLINK each.
            let planned = try await survey(.products([Array("{b}1".utf8)])).get()
            #expect(planned.radius.oneNodeOnly == true && planned.keys.count == 2)
            let record = await invalidator.carryOut(planned)
            #expect(record.outcome == .done && record.keysRemoved == 2, "\(record.message)")
            #expect(try await survey(.key(Array("b".utf8))).get().radius.keys == 1)
        }
    }
}
