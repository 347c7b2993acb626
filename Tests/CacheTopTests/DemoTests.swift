import Foundation
import TestSupport
import Testing

/// The first thing that anyone sees of cachetop.
@Suite(.tags(.redis, .terminal, .http), .timeLimit(.minutes(5))) struct DemoTests {
    @Test func itConvincesAtOnceAndLeavesNothingBehind() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "cachetop-demo-test-\(UUID())").path()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Tmux.withTerminal(
            environment: ["TMPDIR": folder], command: "\(Executable.cachetop.path) demo"
        ) { terminal in
            let screen = try await terminal.waitFor(
                "hit rates of a warm shop", timeout: .seconds(30)
            ) { lines in
                lines.contains { $0.contains("product") && $0.contains("%") }
            }
            #expect(screen.first?.contains("demo: a private shop, nothing of yours") == true)
            // What to try, and how a second terminal reaches it.
            #expect(screen.suffix(3).joined().contains("Try: P, Down"))
            #expect(screen.suffix(3).joined().contains("mark --redis unix://"))
            #expect(screen.contains { $0.contains("global") && $0.contains(" 1 ") })
            // Something goes wrong when it is asked for.
            try terminal.type(":incident wr")
            try terminal.sendKeys("Tab", "Enter")
            try await terminal.waitFor(
                "products over their policy", timeout: .seconds(60)
            ) { $0.contains { $0.hasPrefix(" product ") && $0.contains("!") } }
            try terminal.type("q")
            #expect(try await terminal.waitForExit() == 0)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
}
