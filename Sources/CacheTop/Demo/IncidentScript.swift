import Metrics
import RedisClient

/// Makes an incident, with the commands that such a script would send.
struct IncidentScript: Sendable {
    /// What the demo's products are; fewer exist in a test's shop.
    static let products = 10_000
    private static let removed = 400

    let incident: Incident
    let endpoint: RedisEndpoint

    /// Returns when it is over; what goes on for ever ends by cancellation.
    /// - Throws: what Redis refuses, and a lost connection.
    func run() async throws {
        try await RedisConnection.withConnection(to: endpoint) { connection in
            switch incident {
            case .silentRemoval: try await removeProducts(connection)
            case .deploy: try await deploy(connection)
            case .wrongTTL: try await warmWrongly(connection)
            case .memoryGrowth: try await grow(connection)
            case .stampede: try await removeTrending(connection)
            case .flush: _ = try await send(connection, "FLUSHDB")
            }
        }
    }

    private func removeProducts(_ connection: RedisConnection) async throws {
        var cursor = "0"
        var keys: [String] = []
        repeat {
            let page = try await send(
                connection, "SCAN", cursor, "MATCH", "product:*", "COUNT", "1000")
            cursor = page.elements?.first?.text ?? "0"
            keys += page.elements?.last?.elements?.compactMap(\.text) ?? []
        } while cursor != "0" && keys.count < Self.removed
        guard !keys.isEmpty else { return }
        _ = try await send(connection, ["DEL"] + keys.prefix(Self.removed))
    }

    private func deploy(_ connection: RedisConnection) async throws {
        let reply = try await send(connection, "GET", "version:search")
        let version = reply.text.flatMap { Int64($0) } ?? 1
        _ = try await send(connection, "SET", "version:search", "\(version &+ 1)")
    }

    private func warmWrongly(_ connection: RedisConnection) async throws {
        for index in 0..<50 {
            _ = try await send(
                connection, "SET", "product:\(90_001 + index)", "warm", "EX", "600")
        }
        for index in 0..<5 {
            _ = try await send(connection, "SET", "product:\(90_101 + index)", "warm")
        }
        _ = try await send(connection, "SET", "trending:products", "[]", "EX", "7200")
    }

    private func grow(_ connection: RedisConnection) async throws {
        let page = String(repeating: "a page of the shop. ", count: 1000)
        for number in 0... {
            try await pause(milliseconds: 50)
            _ = try await send(
                connection, "SET", "category:grown:\(number):v1", page, "EX", "300")
        }
    }

    private func removeTrending(_ connection: RedisConnection) async throws {
        while true {
            _ = try await send(connection, "DEL", "trending:products")
            try await pause(milliseconds: 1000)
        }
    }

    private func pause(milliseconds: Int) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    private func send(
        _ connection: RedisConnection, _ words: String...
    ) async throws -> RedisReply { try await send(connection, words) }

    private func send(_ connection: RedisConnection, _ words: [String]) async throws -> RedisReply {
        let reply = try await connection.send(
            RedisCommand(arguments: words.map { Array($0.utf8) }))
        if let error = reply.serverError { throw error }
        return reply
    }
}
