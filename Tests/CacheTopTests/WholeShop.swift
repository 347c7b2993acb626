import AsyncHTTPClient
import Foundation
import Metrics
import NIOCore
import RedisClient
import TestSupport
import Testing

/// `storefront serve` as a program of its own on a test's Redis, with a small catalogue.
struct WholeShop: Sendable {
    let url: String
    let catalogue: String
    let environment: [String: String]
    private let program: RunningProgram
    private let endpoint: RedisEndpoint

    static func with<Result: Sendable>(
        _ server: RedisServer, serve options: [String] = [],
        _ body: @Sendable (WholeShop) async throws -> Result
    ) async throws -> Result {
        let catalogue = "\(server.folder)/catalogue.sqlite"
        let environment = [
            "REDIS_URL": server.endpoint.description,
            "REVALIDATE_SECRET": "a secret of the tests",
        ]
        let arguments =
            ["serve", "--port", "0", "--catalogue", catalogue, "--products", "500"] + options
        return try await RunningProgram.with(
            .storefront, arguments, environment: environment
        ) { program in
            let greeting = "storefront listens on "
            try await program.waitFor(text: greeting)
            try await program.waitFor(text: "\n")
            let line = program.output.split(separator: "\n").first { $0.hasPrefix(greeting) }
            let url = try #require(line).dropFirst(greeting.count)
            return try await body(
                WholeShop(
                    url: String(url), catalogue: catalogue, environment: environment,
                    program: program, endpoint: server.endpoint))
        }
    }

    func stopServer() async throws {
        program.send(SIGTERM)
        #expect(try await program.waitForExit() == 0, "\(program.errors)")
    }

    func snapshot() async throws -> Snapshot {
        let result = try await Executable.cachetop.run(
            ["snapshot", "--since", "0"], environment: environment)
        try #require(result.status == 0, "\(result.errors)")
        return try Snapshot(json: Array(result.output.utf8))
    }

    /// In cents, as the API says.
    func price(ofProduct id: Int) async throws -> Int {
        struct Product: Decodable { var price: Int }
        let request = HTTPClientRequest(url: "\(url)/api/product/\(id)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return try JSONDecoder().decode(Product.self, from: Data(body.readableBytesView)).price
    }

    struct Purge {
        var status: Int32
        var record: InvalidationRecord?
        var errors: String
    }

    /// `cachetop purge`, with the API's URL known.
    func purge(_ arguments: [String], secret: String? = nil) async throws -> Purge {
        struct Report: Decodable { var record: InvalidationRecord }
        var environment = environment
        environment["REVALIDATE_URL"] = "\(url)/api/revalidate"
        environment["CACHETOP_AUDIT_FILE"] = "none"
        if let secret { environment["REVALIDATE_SECRET"] = secret }
        let result = try await Executable.cachetop.run(
            ["purge"] + arguments + ["--yes", "--json"], environment: environment)
        let report = try? JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        return Purge(status: result.status, record: report?.record, errors: result.errors)
    }

    func redis(_ words: String...) async throws -> RedisReply {
        try await RedisConnection.withConnection(to: endpoint) { connection in
            try await connection.send(RedisCommand(arguments: words.map { Array($0.utf8) }))
        }
    }

    /// A copy is written behind the answer.
    func waitFor(key: String) async throws {
        let due = ContinuousClock.now + .seconds(60)
        while try await redis("EXISTS", key).integerValue == 0 {
            try #require(.now < due, "there is no \(key)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
