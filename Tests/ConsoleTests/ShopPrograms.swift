import Foundation
import RedisClient
import TestSupport
import Testing

/// Both programs with the same variables: does each reach the server, and what does it say if not?
///
/// cachetop removes a key, the storefront leaves the trending list: whoever said that it worked has
/// changed the server that the test looks into.
enum ShopPrograms: String, CaseIterable, CustomTestStringConvertible {
    case cachetop, storefront

    var testDescription: String { rawValue }

    struct Run {
        let status: Int32
        let errors: String
        let hasChangedTheServer: Bool
    }

    func run(
        _ environment: [String: String], _ options: [String] = [], on server: RedisServer
    ) async throws -> Run {
        _ = try await Self.ask(server, "SET", "probe", "x")
        _ = try await Self.ask(server, "DEL", "trending:products")
        let result =
            switch self {
            case .cachetop:
                try await Executable.cachetop.run(
                    ["purge", "key", "probe", "--yes"] + options,
                    environment: ["CACHETOP_AUDIT_FILE": "none"].merging(environment) { $1 })
            case .storefront:
                try await Executable.storefront.run(
                    [
                        "warm", "--only", "trending", "--quiet", "--products", "60",
                        "--catalogue", "\(server.folder)/shop.sqlite",
                    ] + options,
                    environment: environment)
            }
        let key = self == .cachetop ? "probe" : "trending:products"
        let exists = try await Self.ask(server, "EXISTS", key)
        return Run(
            status: result.status, errors: result.errors,
            hasChangedTheServer: exists == (self == .cachetop ? 0 : 1))
    }

    private static func ask(_ server: RedisServer, _ words: String...) async throws -> Int64? {
        let command = RedisCommand(arguments: words.map { Array($0.utf8) })
        return try await RedisConnection.withConnection(to: server.endpoint) {
            try await $0.send(command).integerValue
        }
    }
}
