import Foundation
import RedisClient
import TestSupport

@testable import Storefront

/// A catalogue, a Redis, and the listener as the program that it is.
struct ListenerFixture: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let shop: CatalogueFixture
    let server: RedisServer

    static func with(
        products: Int = 200, redis: RedisServer.Options = .init(),
        _ body: @Sendable (ListenerFixture) async throws -> Void
    ) async throws {
        try await CatalogueFixture.with(products: products) { shop async throws in
            try await withRedis(redis) { server async throws in
                try await body(ListenerFixture(shop: shop, server: server))
            }
        }
    }

    /// - Parameter lists: off leaves those that show a changed product, so that only its own copies go.
    func listening(
        _ options: [String] = [], lists: String = "off",
        _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws {
        let arguments = [
            "listen", "--redis", "unix://\(server.socketPath)", "--catalogue", shop.path,
            "--lists", lists,
        ]
        try await RunningProgram.with(.storefront, arguments + options, body)
    }

    func send(_ words: String...) async throws -> RedisReply {
        try await RedisConnection.withConnection(to: server.endpoint) {
            try await $0.send(RedisCommand(arguments: words.map { Array($0.utf8) }))
        }
    }

    /// Old copies of these products, and a counter to be raised.
    func fill(_ ids: ClosedRange<Int>) async throws {
        let copies = ids.flatMap { ["product:\($0)", "inventory:\($0)"] }
        let commands = (copies + ["trending:products"]).map { RedisCommand("SET", $0, "old") }
        try await RedisConnection.withConnection(to: server.endpoint) {
            _ = try await $0.pipeline(commands + [RedisCommand("SET", "version:search", "7")])
        }
    }

    /// How many of the copies of products are there.
    func copies() async throws -> Int {
        let products = try await send("KEYS", "product:*").elements?.count ?? 0
        let inventories = try await send("KEYS", "inventory:*").elements?.count ?? 0
        return products + inventories
    }

    func version() async throws -> String? { try await send("GET", "version:search").text }

    /// Waits until `isTrue`, which the program brings about.
    func wait(
        _ what: String, timeout: Duration = .seconds(30),
        until isTrue: () async throws -> Bool
    ) async throws {
        let due = ContinuousClock.now + timeout
        while try await !isTrue() {
            guard .now < due else {
                throw Failure(description: "Waited in vain: \(what)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The outbox' rows go when they are removed twice.
    func waitUntilAllIsDone() async throws {
        try await wait("all is done with") { try await shop.outbox().isEmpty }
    }
}
