import Foundation
import TestSupport
import Testing

/// A path for the server's socket that something else has.
@Suite(.tags(.redis), .timeLimit(.minutes(1))) struct SocketPathTests {
    @Test func aFileInItsPlaceIsLeftAloneAndNamed() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/shop.sock"
            try Data("mine".utf8).write(to: URL(filePath: path))
            let result = try await Executable.storefront.run(
                [
                    "serve", "--redis", "unix://\(server.socketPath)", "--products", "60",
                    "--catalogue", "\(server.folder)/shop.sqlite", "--unix-socket", path,
                ], environment: ["REVALIDATE_SECRET": "0123456789abcdef"])
            #expect(result.status == 1)
            #expect(
                result.errors.contains("\(path) is there and is not a socket"), "\(result.errors)")
            #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
        }
    }
}
