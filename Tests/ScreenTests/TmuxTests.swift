import TestSupport
import Testing

/// The harness itself, with `sh` in the place of cachetop.
@Suite(.tags(.terminal), .timeLimit(.minutes(2))) struct TmuxTests {
    @Test func keysTextSizeAndEnd() async throws {
        let program = """
            printf 'ready \\346\\227\\245 %s\\n' "$GREETING"
            read line; echo "got $line"; stty size; exit 7
            """
        try await Tmux.withTerminal(
            columns: 50, rows: 8, environment: ["GREETING": "hello"], command: program
        ) { terminal in
            let screen = try await terminal.waitFor(text: "ready 日 hello")
            #expect(screen.count == 8)
            try terminal.resize(columns: 64, rows: 9)
            try terminal.type("a b;c")
            try terminal.sendKeys("Enter")
            try await terminal.waitFor(text: "got a b;c")
            try await terminal.waitFor(text: "9 64")
            #expect(try await terminal.waitForExit() == 7)
            #expect(try terminal.isAlternateScreen() == false)
        }
    }

    @Test func aScreenThatDoesNotComeIsAFailureWithTheScreen() async throws {
        let failure = await #expect(throws: Tmux.Failure.self) {
            try await Tmux.withTerminal(columns: 40, rows: 5, command: "echo here; sleep 60") {
                try await $0.waitFor(text: "here")
                try await $0.waitFor(text: "there", timeout: .milliseconds(100))
            }
        }
        #expect(failure?.description.contains("here") == true)
    }
}
