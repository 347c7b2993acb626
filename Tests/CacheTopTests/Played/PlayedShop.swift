import Foundation
import RedisClient
import TestSupport
import Testing

/// A shop that a test plays an incident on: a small API that asks a real Redis for products, stock
/// and searches, writes what was missing and publishes what it found, 400 look-ups a second.
struct PlayedShop: Sendable {
    static let products = 500
    static let searches = 60
    private static let batch = 20

    let server: RedisServer
    let environment: [String: String]

    /// Warms the cache, then serves for as long as `body` runs.
    static func open<Result: Sendable>(
        _ options: RedisServer.Options = .init(),
        _ body: @Sendable @escaping (PlayedShop) async throws -> Result
    ) async throws -> Result {
        try await withRedis(options) { server in
            let shop = PlayedShop(
                server: server,
                environment: [
                    "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                ])
            try await shop.warm()
            return try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask {
                    try await shop.serve()
                    return nil
                }
                group.addTask { try await body(shop) }
                defer { group.cancelAll() }
                while let result = try await group.next() {
                    if let result { return result }
                }
                throw CancellationError()
            }
        }
    }

    /// The dashboard on it, in a real terminal.
    func watch<Result>(
        _ options: String = "", columns: Int = 120, rows: Int = 40,
        _ body: (Tmux) async throws -> Result
    ) async throws -> Result {
        try await Tmux.withTerminal(
            columns: columns, rows: rows, environment: environment,
            command: "cd \(server.folder) && \(Executable.cachetop.path) \(options)"
        ) { terminal in
            try await terminal.waitFor(text: "● live")
            return try await body(terminal)
        }
    }

    /// Waits until the shop has answered so many batches of look-ups: twenty a second, fewer on a busy
    /// machine. Fails when none comes for half a minute.
    func serveMore(batches: Int64) async throws {
        var served = try await served()
        let wanted = served + batches
        var due = ContinuousClock.now + .seconds(30)
        while served < wanted {
            try await Task.sleep(for: .milliseconds(100))
            let now = try await self.served()
            if now > served { due = .now + .seconds(30) }
            served = now
            try #require(ContinuousClock.now < due, "the shop serves no more")
        }
    }

    private func served() async throws -> Int64 {
        try await server.run("XLEN cache:events").integerValue ?? 0
    }

    /// As another operator would: `cachetop` with these arguments.
    @discardableResult
    func operate(as name: String, _ arguments: String...) async throws -> Executable.Result {
        var environment = environment
        environment["USER"] = name
        environment["LOGNAME"] = name
        environment["CACHETOP_AUDIT_FILE"] = "none"
        return try await Executable.cachetop.run(arguments, environment: environment)
    }

    // MARK: The API

    private func warm() async throws {
        var commands = [["SET", "version:search", "7"], ["SET", "version:global", "3"]]
        for product in 0..<Self.products {
            let life = Int.random(in: 10_000...60_000)
            commands.append(["SET", "product:\(product)", "warm", "PX", "\(life)"])
        }
        for search in 0..<Self.searches {
            let life = Int.random(in: 5_000...30_000)
            commands.append(["SET", "search:q\(search):v7", "warm", "PX", "\(life)"])
        }
        try await server.run(commands.map { $0.map { Array($0.utf8) } })
    }

    private func serve() async throws {
        while !Task.isCancelled {
            do {
                try await serveUntilLost()
            } catch is CancellationError {
                return
            } catch {
                // The server is gone for now; a shop tries again.
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func serveUntilLost() async throws {
        try await RedisConnection.withConnection(to: server.endpoint) { connection in
            while true {
                try Task.checkCancellation()
                try await serveBatch(connection)
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func serveBatch(_ connection: RedisConnection) async throws {
        let counter = try await connection.send(RedisCommand("GET", "version:search"))
        let version = counter.text ?? "1"
        let keys = (0..<Self.batch).map { index in
            index % 4 == 0
                ? "search:q\(Int.random(in: 0..<Self.searches)):v\(version)"
                : "product:\(Int.random(in: 0..<Self.products))"
        }
        let copies = try await connection.pipeline(keys.map { RedisCommand("GET", $0) })
        var event = ["XADD", "cache:events", "MAXLEN", "~", "100000", "*", "src", "api-1"]
        var behind: [RedisCommand] = []
        for (key, copy) in zip(keys, copies) {
            event += [copy.text == nil ? "miss" : "hit", key]
            guard copy.text == nil else { continue }
            let life = key.hasPrefix("product") ? "60" : "30"
            behind.append(RedisCommand("SET", key, "filled", "EX", life))
        }
        behind.append(RedisCommand(arguments: event.map { Array($0.utf8) }))
        _ = try await connection.pipeline(behind)
    }
}
