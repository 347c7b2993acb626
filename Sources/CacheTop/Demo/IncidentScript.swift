import Metrics
import RedisClient

/// Makes an incident, with the commands that such a script would send.
struct IncidentScript: Sendable {
    /// What the demo's products are; fewer exist in a test's shop.
    static let products = 10_000
    private static let removed = 400
    private static let trending = "trending:products"
    private static let grown = "category:grown:"
    /// Products that do not exist, for ten minutes, and some for ever.
    private static let warmed =
        (0..<50).map { (key: "product:\(90_001 + $0)", life: ["EX", "600"]) }
        + (0..<5).map { (key: "product:\(90_101 + $0)", life: []) }

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

    /// Lets the keys that it wrote and that are still there expire at once: removed, they would look like
    /// another incident.
    ///
    /// - Returns: how many there were.
    func takeBack() async throws -> Int {
        try await RedisConnection.withConnection(to: endpoint) { connection in
            var keys = incident == .wrongTTL ? Self.warmed.map(\.key) + [Self.trending] : []
            if incident == .memoryGrowth { keys = try await find(Self.grown + "*", connection) }
            var expired = 0
            for start in stride(from: 0, to: keys.count, by: 500) {
                let batch = keys[start..<min(start + 500, keys.count)]
                let replies = try await connection.pipeline(
                    batch.map { RedisCommand("PEXPIRE", $0, "1") })
                if let error = replies.lazy.compactMap(\.serverError).first { throw error }
                expired += replies.count { $0.integerValue == 1 }
            }
            return expired
        }
    }

    private func find(_ glob: String, _ connection: RedisConnection) async throws -> [String] {
        var cursor = "0"
        var keys: Set<String> = []
        repeat {
            let page = try await send(connection, "SCAN", cursor, "MATCH", glob, "COUNT", "1000")
            cursor = page.elements?.first?.text ?? "0"
            keys.formUnion(page.elements?.last?.elements?.compactMap(\.text) ?? [])
        } while cursor != "0"
        return Array(keys)
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
        for copy in Self.warmed {
            _ = try await send(connection, ["SET", copy.key, "warm"] + copy.life)
        }
        _ = try await send(connection, "SET", Self.trending, "[]", "EX", "7200")
    }

    private func grow(_ connection: RedisConnection) async throws {
        let page = String(repeating: "a page of the shop. ", count: 1000)
        for number in 0... {
            try await pause(milliseconds: 50)
            _ = try await send(connection, "SET", "\(Self.grown)\(number):v1", page, "EX", "300")
        }
    }

    private func removeTrending(_ connection: RedisConnection) async throws {
        while true {
            _ = try await send(connection, "DEL", Self.trending)
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
