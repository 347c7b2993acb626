import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Servers that are not one Redis with all the keys: a cluster's node, a Sentinel.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct OtherServersTests {
    // MARK: INFO of other servers

    private static let primary = "role:master\r\nconnected_slaves:0\r\n"

    /// Dragonfly and Valkey say replica.
    @Test(arguments: ["role:slave\r\n", "role:replica\r\n"])
    func aReplicaIsRefusedBeforeThePlan(_ role: String) async throws {
        try await withRedis { server in
            try await server.fillWithAShop()
            try await DisguisedRedis.with(
                server, saying: [(Self.primary, Self.padded(role))]
            ) { endpoint in
                let invalidator = server.invalidator(endpoint: endpoint)
                let plan = try invalidator.plan(.search, via: .redis)
                guard case .failure(let problem) = await invalidator.survey(plan) else {
                    Issue.record("a plan against a replica")
                    return
                }
                #expect(problem.isRefusal && problem.description.contains("is a replica"))
            }
        }
    }

    /// KeyDB's active replica takes writes; of an absent role nothing is known.
    @Test(arguments: ["role:active-replica\r\n", "roles:none\r\n"])
    func aWritableServerIsPurged(_ role: String) async throws {
        try await withRedis { server in
            try await server.fillWithAShop()
            try await DisguisedRedis.with(
                server, saying: [(Self.primary, Self.padded(role))]
            ) { endpoint in
                let invalidator = server.invalidator(endpoint: endpoint)
                let record = await invalidator.purge(
                    try invalidator.plan(.search, via: .redis))
                #expect(record.outcome == .done && record.to == 8, "\(record.message)")
                let options = LiveCacheOptions(endpoint: endpoint)
                let role = try await takeSnapshot(options).server.role
                #expect(role == .activeReplica || role == nil)
            }
        }
    }

    /// As long as what it stands for, with a comment behind it.
    private static func padded(_ line: String) -> String {
        line + String(repeating: "#", count: primary.utf8.count - line.utf8.count - 2) + "\r\n"
    }

    @Test func aServerThatHidesItsMemoryIsNotWaitedFor() async throws {
        try await withRedis { server in
            try await server.fillWithAShop()
            try await DisguisedRedis.with(
                server, saying: [("used_memory:", "not_a_field:"), ("used_cpu_", "not_cpu__")]
            ) { endpoint in
                let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: endpoint))
                #expect(snapshot.memory.usedBytes == nil && snapshot.server.hits != nil)
                #expect(snapshot.unavailable.map(\.what) == ["memory", "server.cpuRatio"])
                #expect(snapshot.unavailable.allSatisfy { $0.state == .notTold })
            }
        }
    }

    // MARK: Clusters

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
                #expect(why.hasPrefix("On another node (\(node)): MOVED"))
            }
        }
    }

    // MARK: Sentinel

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
