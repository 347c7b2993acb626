import Foundation
import RedisClient
import TestSupport
import Testing

/// The real binary on a line that takes 2 KB a second. What counts is how many bytes lie between a key and
/// its effect: a frame that waited in a queue would be among them, however fast this machine is.
/// A terminal answers status requests; the kernel's buffer alone holds 12 KB for one that doesn't.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct SlowLineTests {
    private static let bytesPerSecond = 2048
    /// Takes bytes at the line's pace until `isDone` of all that was taken here; how many there were;
    /// all until its end.
    private func take(
        _ terminal: PseudoTerminal, answers: Bool, until isDone: ([UInt8]) -> Bool
    ) async throws -> Int {
        var taken: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            guard let bytes = terminal.take(Self.bytesPerSecond / 40) else { return taken.count }
            taken += bytes
            if answers,
                String(decoding: taken.suffix(bytes.count + 3), as: UTF8.self).contains("\u{1B}[5n")
            {
                terminal.type("\u{1B}[0n")
            }
            if isDone(taken) { return taken.count }
            try await Task.sleep(for: .milliseconds(25))
        }
        let screen = String(decoding: taken.suffix(2000), as: UTF8.self)
        Issue.record("nothing came in \(taken.count) bytes, which end with \(screen)")
        return .max
    }

    private func has(_ text: String) -> ([UInt8]) -> Bool {
        { String(decoding: $0, as: UTF8.self).contains(text) }
    }

    /// Of a terminal that answers: the piece that is under way, and the frame that shows the key's effect. Of
    /// one that doesn't: what the kernel holds as well. Queued frames would be 100 KB and more.
    @Test(arguments: [(true, 10_240), (false, 24_576)])
    func framesAreSkippedAndKeysHeard(answers: Bool, most: Int) async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": server.folder,
            ]
            try await PseudoTerminal.with(
                .cachetop, environment: environment, columns: 120, rows: 40
            ) { terminal in
                // Not the last word: its last letter stands in the corner and comes by itself.
                _ = try await take(terminal, answers: answers, until: has("help"))
                // Each of these draws the whole screen anew: 40 frames of some kilobytes.
                for panel in 1...20 {
                    for keys in ["\(panel % 7 + 1)z", "\u{1B}"] {
                        terminal.type(keys)
                        // Until what the kernel held at first is gone.
                        let end = ContinuousClock.now + .milliseconds(answers ? 400 : 50)
                        _ = try await take(terminal, answers: answers) { _ in
                            ContinuousClock.now >= end
                        }
                    }
                }
                // Read at once with the Esc before it, a key is another one (Alt).
                terminal.type("1")
                terminal.type("?")
                let toHelp = try await take(terminal, answers: answers, until: has("Help"))
                #expect(toHelp < most, "\(toHelp) bytes before the help")
                terminal.type("q")
                terminal.type("q")
                let toEnd = try await take(terminal, answers: answers) { _ in false }
                #expect(toEnd < most, "\(toEnd) bytes before the end")
            }
        }
    }

    /// SSH takes at once what is written and holds megabytes: only answers say what has arrived.
    @Test func throughSSHAKeyIsHeard() async throws {
        try await withRedis { server in
            let environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": server.folder,
                "SSH_CONNECTION": "127.0.0.1 1 127.0.0.1 22",
            ]
            try await PseudoTerminal.with(
                .cachetop, environment: environment, columns: 120, rows: 40
            ) { terminal in
                var line = AnsweringLine(
                    terminal: terminal, bytesPerSecond: Self.bytesPerSecond, isSSH: true)
                try await line.take(until: "help")
                for panel in 1...12 {
                    for keys in ["\(panel % 7 + 1)z", "\u{1B}"] {
                        terminal.type(keys)
                        try await line.take(steps: 14)
                    }
                }
                let before = line.text.utf8.count
                terminal.type("?")
                try await line.take(until: "Help")
                // 67,000 without questions.
                let ahead = line.text.utf8.count - before
                #expect(ahead < 8192, "\(ahead) bytes before the help")
            }
        }
    }

    /// Answers that are on their way at the end are read by cachetop: a shell would take them for typed.
    @Test(arguments: ["q", "TERM", "SEGV"], [false, true])
    func noAnswerIsLeftForTheShell(way: String, isSSH: Bool) async throws {
        try await withRedis { server in
            var environment = [
                "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": server.folder,
                "TMPDIR": server.folder, "SWIFT_BACKTRACE": "enable=no",
            ]
            if isSSH { environment["SSH_TTY"] = "/dev/pts/9" }
            // What is there to be read afterwards, within two seconds of silence.
            let script =
                "sh -c 'echo $$ >\(server.folder)/pid; exec \(Executable.cachetop.path)'; "
                + "stty -icanon -echo min 0 time 20; echo \"left:[$(head -c 99 | od -An -c)]\""
            try await PseudoTerminal.with(
                Executable("/bin/sh"), arguments: ["-c", script], environment: environment,
                columns: 120, rows: 40
            ) { terminal in
                var line = AnsweringLine(
                    terminal: terminal, bytesPerSecond: Self.bytesPerSecond, isSSH: isSSH)
                try await line.take(until: "help")
                while line.asked < 3 {
                    terminal.type("3z")
                    try await line.take(seconds: 1)
                    terminal.type("\u{1B}")
                    try await line.take(seconds: 1)
                }
                if way == "q" {
                    terminal.type("q")
                } else {
                    let text = try String(contentsOfFile: "\(server.folder)/pid", encoding: .utf8)
                    let pid = text.trimmingCharacters(in: .whitespacesAndNewlines)
                    _ = try await Executable.env.run(["kill", "-\(way)", pid])
                }
                try await line.take(until: "left:[")
                try await line.take(seconds: 1)
                #expect(line.text.split(separator: "left:[").last?.hasPrefix("]") == true)
            }
        }
    }
}

/// A slow line to a terminal that answers as late as it gets the question.
private struct AnsweringLine {
    let terminal: PseudoTerminal
    let bytesPerSecond: Int
    /// What the program writes is taken at once, and waits here.
    let isSSH: Bool
    private(set) var asked = 0
    private var waiting: [UInt8] = []
    private var taken: [UInt8] = []

    init(terminal: PseudoTerminal, bytesPerSecond: Int, isSSH: Bool) {
        self.terminal = terminal
        self.bytesPerSecond = bytesPerSecond
        self.isSSH = isSSH
    }

    var text: String { String(decoding: taken, as: UTF8.self) }

    mutating func take(until words: String) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while !text.contains(words), ContinuousClock.now < deadline { try await step() }
        try #require(text.contains(words), "\(text.suffix(400))")
    }

    mutating func take(seconds: Int) async throws { try await take(steps: seconds * 40) }

    mutating func take(steps: Int) async throws { for _ in 0..<steps { try await step() } }

    private mutating func step() async throws {
        let most = bytesPerSecond / 40
        waiting += terminal.take(isSSH ? 65_536 : most) ?? []
        let arrived = waiting.prefix(most)
        waiting.removeFirst(arrived.count)
        // A question may be cut.
        let tail = taken.suffix(3)
        taken += arrived
        let text = String(decoding: tail + arrived, as: UTF8.self)
        let before = String(decoding: tail, as: UTF8.self)
        for (question, answer) in [("\u{1B}[5n", "\u{1B}[0n"), ("\u{1B}[6n", "\u{1B}[1;1R")] {
            for _ in 0..<text.ranges(of: question).count - before.ranges(of: question).count {
                asked += 1
                terminal.type(answer)
            }
        }
        try await Task.sleep(for: .milliseconds(25))
    }
}
