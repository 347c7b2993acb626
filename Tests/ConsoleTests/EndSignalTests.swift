import Foundation
import Glibc
import TestSupport
import Testing

/// ^C, TERM and the end of the terminal, at the real program.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct EndSignalTests {
    private func serving(
        _ wrapper: [String], _ body: @Sendable (RunningProgram) async throws -> Void
    ) async throws {
        try await withRedis { server in
            let arguments =
                wrapper + [
                    Executable.storefront.path, "serve", "--redis", "unix://\(server.socketPath)",
                    "--products", "60", "--catalogue", "\(server.folder)/shop.sqlite", "--port",
                    "0",
                ]
            let environment = ["REVALIDATE_SECRET": "0123456789abcdef"]
            try await RunningProgram.with(.env, arguments, environment: environment) {
                try await $0.waitFor(text: "storefront listens on ")
                try await body($0)
            }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func eachEndsAServer(signal: Int32) async throws {
        try await serving([]) { (program: RunningProgram) async throws in
            program.send(signal)
            #expect(try await program.waitForExit() == 0)
        }
    }

    @Test func underNohupTheTerminalMayGo() async throws {
        try await serving(["nohup"]) { (program: RunningProgram) async throws in
            program.send(SIGHUP)
            // A signal that is ignored leaves no trace: TERM, sent after it, ends the server as ever.
            try await Task.sleep(for: .milliseconds(300))
            #expect(program.status == nil)
            program.send(SIGTERM)
            #expect(try await program.waitForExit() == 0)
        }
    }
}
