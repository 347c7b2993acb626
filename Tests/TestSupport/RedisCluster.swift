package import RedisClient

/// A real cluster of some nodes on loopback, its slots spread evenly over them; nothing is replicated.
package struct RedisCluster: Sendable {
    package let nodes: [RedisServer]

    /// Runs `body` on a cluster that is up, and ends it.
    package static func with(
        nodes count: Int, _ body: (RedisCluster) async throws -> Void
    ) async throws {
        var nodes: [RedisServer] = []
        for _ in 0..<count {
            let bus = try await RedisServer.freePort()
            nodes.append(
                try await RedisServer.start(
                    .init {
                        $0.tcp = true
                        $0.arguments = ["--cluster-enabled", "yes", "--cluster-port", "\(bus)"]
                    }))
        }
        let cluster = RedisCluster(nodes: nodes)
        try await cluster.join()
        try await body(cluster)
        for node in nodes { await node.stop() }
    }

    private func join() async throws {
        let slots = 16_384
        for (index, node) in nodes.enumerated() {
            let first = slots * index / nodes.count
            let last = slots * (index + 1) / nodes.count - 1
            try await Self.run("CLUSTER ADDSLOTSRANGE \(first) \(last)", on: node)
            guard index > 0 else { continue }
            let bus = nodes[0].options.arguments.last ?? ""
            try await Self.run("CLUSTER MEET 127.0.0.1 \(nodes[0].port ?? 0) \(bus)", on: node)
        }
        // Nodes tell nobody when they have learnt of each other, so this asks.
        let due = ContinuousClock.now + .seconds(30)
        for node in nodes {
            while try await !Self.isUp(node, nodes: nodes.count) {
                guard .now < due else {
                    throw RedisServer.Failure(description: "the cluster does not come up")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func isUp(_ node: RedisServer, nodes: Int) async throws -> Bool {
        let info = try await run("CLUSTER INFO", on: node).text ?? ""
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:\(nodes)")
    }

    @discardableResult
    package static func run(_ command: String, on node: RedisServer) async throws -> RedisReply {
        try await RedisConnection.withConnection(to: node.endpoint) {
            try await $0.send(
                RedisCommand(arguments: command.split(separator: " ").map { Array($0.utf8) }))
        }
    }
}
