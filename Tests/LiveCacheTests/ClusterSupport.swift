import RedisClient
import TestSupport

/// A real cluster without replicas, each node on ports of its own.
///
/// - Parameter key: whose slot a second node has; nil: there is one node, which has all slots.
func withCluster(
    foreignKey key: String? = nil, isolation: isolated (any Actor)? = #isolation,
    _ body: (_ nodes: [RedisServer]) async throws -> Void
) async throws {
    let first = try await clusterNode()
    guard let key else {
        try await first.run("CLUSTER ADDSLOTSRANGE 0 16383")
        try await whenComplete(first)
        return try await body([first])
    }
    let second = try await clusterNode()
    guard let slot = try await first.run("CLUSTER KEYSLOT \(key)").integerValue else { return }
    for range in [0...(slot - 1), (slot + 1)...16383] where !range.isEmpty {
        try await first.run("CLUSTER ADDSLOTSRANGE \(range.lowerBound) \(range.upperBound)")
    }
    try await second.run("CLUSTER ADDSLOTS \(slot)")
    let bus = second.options.arguments.last ?? ""
    try await first.run("CLUSTER MEET 127.0.0.1 \(second.port ?? 0) \(bus)")
    for node in [first, second] { try await whenComplete(node) }
    try await body([first, second])
}

private func clusterNode() async throws -> RedisServer {
    let bus = try TestPorts.take()
    return try await RedisServer.start(
        RedisServer.Options {
            $0.tcp = true
            $0.arguments = ["--cluster-enabled", "yes", "--cluster-port", "\(bus)"]
        })
}

/// Nothing tells when the nodes know of each other's slots.
private func whenComplete(_ node: RedisServer) async throws {
    while try await node.run("CLUSTER INFO").text?.contains("cluster_state:ok") != true {
        try await Task.sleep(for: .milliseconds(20))
    }
}
