import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Why a stream can't be read: by the code of the server's answer.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct StreamPermissionTests {
    /// MOVED by a real cluster, an unknown command by a server that hides it, NOPERM by an ACL.
    @Test func onlyNOPERMIsAPermission() async throws {
        func why(_ endpoint: RedisEndpoint) async throws -> String {
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: endpoint))
            return snapshot.unavailable.filter { $0.what == "events" }.map(\.why).joined()
        }
        let sentence = "may not be read by this user"
        try await withCluster(foreignKey: "cache:events") { nodes in
            let moved = try await why(nodes[0].endpoint)
            #expect(moved.contains("MOVED") && !moved.contains(sentence), "\(moved)")
        }
        let hidden = RedisServer.Options { $0.arguments = ["--rename-command", "XREAD", ""] }
        try await withRedis(hidden) { server in
            try await server.run("XADD cache:events * hit product:1")
            let unknown = try await why(server.endpoint)
            #expect(
                unknown.contains("unknown command") && !unknown.contains(sentence), "\(unknown)")
        }
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all -xread"] }
        try await withRedis(users) { server in
            try await server.run("XADD cache:events * hit product:1")
            let refused = try await why(server.endpoint(user: "u"))
            #expect(refused.contains("NOPERM") && refused.contains(sentence), "\(refused)")
        }
    }
}
