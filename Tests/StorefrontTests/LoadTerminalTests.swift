import Console
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storefront

/// The real program: what somebody sees who runs it, and how it ends.
@Suite(.tags(.terminal, .http), .timeLimit(.minutes(5))) struct LoadTerminalTests {
    @Test func aTerminalShowsTheLoadAndControlCEndsItWithAReport() async throws {
        let program = Executable.storefront.path
        let server = LoadServer()
        try await server.serve { url in
            // The first row scrolls away when tmux says that the program has ended.
            let command = "echo; \(program) load \(url) --rps 50 --duration 0"
            try await Tmux.withTerminal(columns: 100, rows: 30, command: command) { terminal in
                try await terminal.waitFor("a hit rate") { rows in
                    rows.contains { $0.contains("hit rate") && $0.contains("%") }
                }
                try terminal.sendKeys("C-c")
                #expect(try await terminal.waitForExit() == 0)
                let screen = try await terminal.waitFor(text: "0 failed").joined(separator: "\n")
                #expect(screen.contains("p99 ms"))
                #expect(!screen.contains("in flight"))
                let asked = server.uris.count
                #expect(screen.contains(try Regex("all +\(asked) ")), "\(asked): \(screen)")
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
