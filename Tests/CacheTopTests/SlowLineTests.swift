import Foundation
import RedisClient
import TestSupport
import Testing

/// The real binary on a line that takes 2 KB a second. What counts is how many bytes lie between a key and
/// its effect: a frame that waited in a queue would be among them, however fast this machine is.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct SlowLineTests {
    private static let bytesPerSecond = 2048
    /// Twelve seconds of the line: what the kernel holds, a frame that is under way, and the one that shows
    /// the key's effect. Queued frames would be 100 KB and more.
    private static let patience = 24_576

    /// Takes bytes at the line's pace until `isDone` of all that was taken here; how many there were;
    /// all until its end.
    private func take(
        _ terminal: PseudoTerminal, until isDone: ([UInt8]) -> Bool
    ) async throws -> Int {
        var taken: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            guard let bytes = terminal.take(Self.bytesPerSecond / 40) else { return taken.count }
            taken += bytes
            if isDone(taken) { return taken.count }
            try await Task.sleep(for: .milliseconds(25))
        }
        let screen = String(decoding: taken.suffix(2000), as: UTF8.self)
        Issue.record("nothing came in \(taken.count) bytes, which end with \(screen)")
        return .max
    }

    /// The same on a clock: what a busy machine takes late, it takes then.
    private func takeByClock(
        _ terminal: PseudoTerminal, until isDone: ([UInt8]) -> Bool
    ) async throws -> Int {
        var taken: [UInt8] = []
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(120) {
            let passed = (ContinuousClock.now - start) / .seconds(1)
            let room = Int(passed * Double(Self.bytesPerSecond)) - taken.count
            if room > 0 {
                guard let bytes = terminal.take(room) else { return taken.count }
                taken += bytes
                if isDone(taken) { return taken.count }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nothing came in \(taken.count) bytes")
        return .max
    }

    private func has(_ text: String) -> ([UInt8]) -> Bool {
        { String(decoding: $0, as: UTF8.self).contains(text) }
    }

    @Test func framesAreSkippedAndKeysHeard() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": server.folder,
            ]
            try await PseudoTerminal.with(
                .cachetop, environment: environment, columns: 120, rows: 40
            ) { terminal in
                // Not the last word: its last letter stands in the corner and comes by itself.
                _ = try await take(terminal, until: has("help"))
                // Each of these draws the whole screen anew: 40 frames of some kilobytes.
                for panel in 1...20 {
                    terminal.type("\(panel % 7 + 1)\r")
                    _ = terminal.take(Self.bytesPerSecond / 20)
                    try await Task.sleep(for: .milliseconds(50))
                    terminal.type("\u{1B}")
                    _ = terminal.take(Self.bytesPerSecond / 20)
                    try await Task.sleep(for: .milliseconds(50))
                }
                // Read at once with the Esc before it, a key is another one (Alt).
                terminal.type("1")
                terminal.type("?")
                let toHelp = try await take(terminal, until: has("Help"))
                #expect(toHelp < Self.patience, "\(toHelp) bytes before the help")
                terminal.type("q")
                terminal.type("q")
                let toEnd = try await take(terminal) { _ in false }
                #expect(toEnd < Self.patience, "\(toEnd) bytes before the end")
            }
        }
    }

    /// Two seconds of the line: what was under way, and a page of help.
    private static let patienceOfAKnownLine = 5120

    /// With `--line-speed` no frame waits in the kernel, and a key's effect has the line for itself.
    @Test func onALineOfAKnownSpeedAKeyIsNeverFarBehind() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": server.folder,
                "CACHETOP_LINE_SPEED": "2K",
            ]
            try await PseudoTerminal.with(
                .cachetop, environment: environment, columns: 80, rows: 24
            ) { terminal in
                _ = try await takeByClock(terminal, until: has("Resources"))
                // Each draws the whole screen anew.
                for key in ["z", "z", "2", "z", "z", "1", "z", "z"] {
                    terminal.type(key)
                    let end = ContinuousClock.now + .milliseconds(300)
                    _ = try await takeByClock(terminal) { _ in ContinuousClock.now > end }
                }
                terminal.type("?")
                // The last sentence of the first part.
                let toHelp = try await takeByClock(terminal, until: has("Nothing is sent yet"))
                #expect(toHelp < Self.patienceOfAKnownLine, "\(toHelp) bytes before the help")
                terminal.type("q")
                terminal.type("q")
                let toEnd = try await takeByClock(terminal) { _ in false }
                #expect(toEnd < Self.patienceOfAKnownLine, "\(toEnd) bytes before the end")
            }
        }
    }
}
