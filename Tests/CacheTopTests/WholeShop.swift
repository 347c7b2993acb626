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
                    program: program))
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
}
