import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Servers that are not one Redis with all the keys: a cluster's node, a Sentinel.
@Suite(.timeLimit(.minutes(1))) struct OtherServersTests {
    @Test func aClusterOfOneNodeIsReadAndSaysSo() async throws {
        try await withCluster { nodes in
            try await nodes[0].fillWithAShop()
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: nodes[0].endpoint))
            #expect(snapshot.server.mode == "cluster" && snapshot.isCluster)
            #expect(snapshot.versions.map(\.value) == [7, 3])
            #expect(snapshot.unavailable.isEmpty, "\(snapshot.unavailable)")
            let invalidator = Invalidator(
                endpoint: nodes[0].endpoint, policy: .standard, eventKey: nil, api: nil,
                operatorName: "anna@ops")
            let plan = try invalidator.plan(.inventory(Array("1".utf8)), via: .redis)
            if case .success(let planned) = await invalidator.survey(plan) {
                #expect(planned.radius.oneNodeOnly == true)
            }
        }
    }

    @Test func aCounterOnAnotherNodeSaysWhere() async throws {
        try await withCluster(foreignKey: "version:global") { nodes in
            try await nodes[0].run("SET version:search 7")
            try await nodes[1].run("SET version:global 3")
            let options = LiveCacheOptions(
                endpoint: nodes[0].endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.count == 3 }
                let snapshot = watch.snapshot()
                #expect(snapshot.versions.map(\.value) == [7, nil])
                guard case .notTold(let why) = snapshot.state(ofCounter: "version:global") else {
                    Issue.record("\(snapshot.unavailable)")
                    return
                }
                let node = "127.0.0.1:\(nodes[1].port ?? 0)"
                #expect(why.hasPrefix("Another node of this cluster (\(node)) has it: MOVED"))
            }
        }
    }

    @Test func aSentinelIsNamedAsOne() async throws {
        let sentinel = RedisServer.Options {
            $0.tcp = true
            $0.sentinelOfPort = 16_379
        }
        try await withRedis(sentinel) { server in
            let command = "cachetop --redis redis://127.0.0.1:16379/0"
            let options = LiveCacheOptions(endpoint: server.tcpEndpoint)
            try await watching(options) { watch in
                await watch.until { if case .lost = $0.link { true } else { false } }
                guard case .lost(let why, _) = watch.link else { return }
                #expect(why.contains("this is a Sentinel"))
                #expect(why.contains("It watches mymaster at 127.0.0.1:16379."))
                #expect(why.contains("Run '\(command)' for mymaster."))
                #expect(!watch.links.contains(.live))
            }
            await #expect {
                _ = try await takeSnapshot(options)
            } throws: { error in
                (error as? RedisError)?.kind == .sentinel && "\(error)".contains(command)
            }
            let invalidator = Invalidator(
                endpoint: server.tcpEndpoint, policy: .standard, eventKey: nil, api: nil,
                operatorName: "anna@ops")
            let plan = try invalidator.plan(.search, via: .redis)
            guard case .failure(let problem) = await invalidator.survey(plan) else {
                Issue.record("a plan against a Sentinel")
                return
            }
            #expect(problem.description.contains(command) && !problem.isRefusal)
            // A database's number is refused before INFO is asked.
            var numbered = server.tcpEndpoint
            numbered.database = 3
            await #expect {
                _ = try await RedisConnection.connect(to: numbered)
            } throws: { "\($0)".contains("as a Sentinel") }
        }
    }
}
