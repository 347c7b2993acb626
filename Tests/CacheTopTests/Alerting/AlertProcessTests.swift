import Console
import Foundation
import Glibc
import Metrics
import Synchronization
import TestSupport
import Testing

@testable import CacheTop

/// Real scripts: that read all, nothing, fail, hang with children, or are none.
@Suite(.serialized, .timeLimit(.minutes(10))) struct AlertProcessTests {
    private let document = Array(repeating: UInt8(ascii: "x"), count: 300_000)

    private func run(
        _ folder: AlertFolder, _ script: String, limit: Duration = .seconds(60)
    ) async throws -> String? {
        let path = try folder.script(script)
        var process = AlertProcess(
            path: path, environment: ["PATH": "/usr/bin:/bin", "WHERE": folder.path])
        process.limit = limit
        return await process.run(document)
    }

    /// More than a pipe holds.
    @Test func oneThatReadsAll() async throws {
        try await AlertFolder.with { folder in
            let failure = try await run(folder, "#!/bin/sh\ncat >$WHERE/input\n")
            #expect(failure == nil)
            #expect(folder.text("input")?.utf8.count == document.count)
        }
    }

    @Test func oneThatReadsNothing() async throws {
        try await AlertFolder.with { folder in
            let failure = try await run(folder, "#!/bin/sh\nexec 0<&-\nexit 0\n")
            #expect(failure == nil)
        }
    }

    @Test func oneThatFails() async throws {
        try await AlertFolder.with { folder in
            let failed = try await run(folder, "#!/bin/sh\necho oh >&2; exit 7\n")
            #expect(failed == "it ended with status 7")
            let killed = try await run(folder, "#!/bin/sh\nkill -9 $$\n")
            #expect(killed == "it was ended by signal 9")
            let text = try await run(folder, "echo no interpreter\n")
            #expect(text?.contains("#!/bin/sh") == true, "\(text ?? "")")
            let gone = await AlertProcess(path: "/does/not/exist", environment: [:]).run([])
            #expect(gone?.contains("No such file") == true)
        }
    }

    /// It and its children, which ignore TERM, are ended.
    @Test func oneThatHangs() async throws {
        try await AlertFolder.with { folder in
            let script = """
                #!/bin/sh
                trap '' TERM HUP INT
                (trap '' TERM; sleep 1000) & echo $! >$WHERE/child
                echo $$ >$WHERE/self
                sleep 1000
                """
            let failed = try await run(folder, script, limit: .seconds(2))
            #expect(failed == "it was ended after 2 s")
            for name in ["child", "self"] {
                let pid = try #require(folder.text(name).flatMap { Int32($0.dropLast()) })
                try await waitUntilGone(pid)
            }
        }
    }

    /// What it left running ends with it.
    @Test func oneThatLeavesAChild() async throws {
        try await AlertFolder.with { folder in
            let script = "#!/bin/sh\nsleep 1000 >/dev/null 2>&1 &\necho $! >$WHERE/child\n"
            #expect(try await run(folder, script) == nil)
            try await waitUntilGone(
                try #require(folder.text("child").flatMap { Int32($0.dropLast()) }))
        }
    }

    @Test func oneIsEndedWithCachetop() async throws {
        try await AlertFolder.with { folder in
            let script =
                "#!/bin/sh\necho $$ >$WHERE/self.new; mv $WHERE/self.new $WHERE/self; sleep 1000\n"
            let path = try folder.script(script)
            let process = AlertProcess(
                path: path, environment: ["PATH": "/usr/bin:/bin", "WHERE": folder.path])
            let running = Task { await process.run([]) }
            let pid = try await self.pid(folder)
            running.cancel()
            #expect(await running.value == "cachetop ended first")
            try await waitUntilGone(pid)
        }
    }

    /// A group of its own, no file of cachetop's, its signals as usual, the environment that was given.
    @Test func whatItInherits() async throws {
        try await AlertFolder.with { folder in
            let open = Glibc.open("/dev/null", O_RDONLY)
            defer { close(open) }
            let script = """
                #!/bin/sh
                cd $WHERE
                echo $$ $(ps -o pgid= -p $$) >group
                ls /proc/self/fd >files
                grep -E 'SigBlk|SigIgn' /proc/self/status >signals
                env | sort >environment
                """
            let failure = try await run(folder, script)
            #expect(failure == nil)
            let group = folder.text("group")?.split(whereSeparator: \.isWhitespace) ?? []
            #expect(group.count == 2 && group.first == group.last)
            // ls opens the folder itself.
            #expect(folder.text("files") == "0\n1\n2\n3\n", "\(folder.text("files") ?? "")")
            let masks = folder.text("signals")?.split(whereSeparator: \.isWhitespace) ?? []
            // The C library keeps 32 and 33 for itself.
            let signals = masks.compactMap { UInt64($0, radix: 16) }.map { $0 & ~(3 << 31) }
            #expect(signals == [0, 0], "\(masks)")
            #expect(folder.text("environment")?.contains("WHERE=\(folder.path)") == true)
        }
    }

    /// One at a time, and of a rule one a minute; each failure is reported.
    @Test func theCallerPassesThemOnInTurn() async throws {
        try await AlertFolder.with { folder in
            let path = try folder.script(
                """
                #!/bin/sh
                where=$(dirname $0)
                [ -e $where/busy ] && touch $where/overlap
                touch $where/busy; cat >>$where/input; sleep 0.2; rm $where/busy
                grep -q evictions $where/input && exit 3; exit 0
                """)
            let caller = AlertCaller(
                try AlertCommand(.init(path, from: "--on-alert")), endpoint: "unix:///r",
                environment: ["PATH": "/usr/bin:/bin", "REDIS_PASSWORD": "secret"])
            let outcomes = Mutex<[AlertCallOutcome]>([])
            let running = Task {
                await caller.run { outcome in outcomes.withLock { $0.append(outcome) } }
            }
            func change(_ rule: String) -> AlertChange {
                AlertChange(.began, Alert(rule: rule, severity: .warning, message: "m"))
            }
            caller.post([change("memoryFull"), change("evictions")], at: .init(milliseconds: 0))
            caller.post([change("memoryFull")], at: .init(milliseconds: 0))
            let due = ContinuousClock.now + .seconds(60)
            while outcomes.withLock({ $0.count }) < 2, .now < due {
                try await Task.sleep(for: .milliseconds(20))
            }
            running.cancel()
            await running.value
            let found = outcomes.withLock { $0 }
            #expect(found.map(\.rule) == ["memoryFull", "evictions"])
            #expect(found.map(\.failure) == [nil, "it ended with status 3"])
            #expect(folder.text("overlap") == nil)
            let lines = folder.text("input")?.split(separator: "\n") ?? []
            #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("{\"alerts\":[{") })
        }
    }

    private func pid(_ folder: AlertFolder) async throws -> Int32 {
        let due = ContinuousClock.now + .seconds(60)
        while .now < due {
            if let pid = folder.text("self").flatMap({ Int32($0.dropLast()) }) { return pid }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try #require(nil as Int32?, "the script did not start")
    }

    /// What was killed may take a moment to go.
    private func waitUntilGone(_ pid: Int32) async throws {
        let due = ContinuousClock.now + .seconds(60)
        while isRunning(pid) {
            guard .now < due else {
                Issue.record("\(pid) still runs")
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A zombie, for which its parent has not waited, does not run.
    private func isRunning(_ pid: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let state = text.split(separator: ")").last?.dropFirst().first
        else { return false }
        return state != "Z"
    }
}
