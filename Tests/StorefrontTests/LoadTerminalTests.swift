import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storefront

/// The real program: what somebody sees who runs it, and how it ends.
@Suite struct LoadTerminalTests {
    @Test func aTerminalShowsTheLoadAndControlCEndsItWithAReport() async throws {
        let program = Executable.storefront.path
        try await withRedis { server in
            let command =
                "\(program) load --redis unix://\(server.socketPath) --rps 50 --duration 0"
            try await Tmux.withTerminal(columns: 100, rows: 30, command: command) { terminal in
                try await terminal.waitFor(text: "hit rate", timeout: .seconds(20))
                await server.kill()
                try await terminal.waitFor(text: "everything comes from the catalogue")
                try await terminal.waitFor(text: "no Redis")
                try await server.restart()
                try await terminal.waitFor("Redis back", timeout: .seconds(20)) { rows in
                    rows.last { !$0.isEmpty }?.contains("no Redis") == false
                }
                try terminal.sendKeys("C-c")
                #expect(try await terminal.waitForExit() == 0)
                let screen = try terminal.capture().joined(separator: "\n")
                #expect(screen.contains("p99 ms") && screen.contains("0 failed"))
            }
        }
    }

    @Test func theEndOfInputStops() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let stop = StopSignal()
        stop.stopAtEnd(of: ends[0])
        _ = write(ends[1], "x", 1)
        try await Task.sleep(for: .milliseconds(50))
        #expect(!stop.isStopped)
        close(ends[1])
        await stop.wait()
        #expect(stop.isStopped)
        close(ends[0])
    }
}
