import Foundation
import Glibc
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// The course of `cachetop purge` with the real executable: the plan and its cost, the guards, a
/// stop and a kill in the middle, and what the trail says of them.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct PurgeCourseTests {
    private func environment(_ server: RedisServer) -> [String: String] {
        [
            "REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder,
            "USER": "ann",
        ]
    }

    private func purge(
        _ server: RedisServer, _ arguments: [String], _ more: [String: String] = [:]
    ) async throws -> Executable.Result {
        try await Executable.cachetop.run(
            ["purge"] + arguments,
            environment: environment(server).merging(more) { $1 })
    }

    private func run(_ server: RedisServer, _ commands: [RedisCommand]) async throws -> [RedisReply]
    {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        let replies = try await connection.pipeline(commands, deadline: .seconds(30))
        await connection.close()
        return replies
    }

    private func fill(_ server: RedisServer, _ count: Int) async throws {
        _ = try await run(
            server,
            (0..<count).map { RedisCommand("SET", "facets:\($0)", "x", "EX", "900") })
    }

    private func count(_ server: RedisServer) async throws -> Int {
        let keys = try await run(server, [RedisCommand("KEYS", "facets:*")]).first?.elements
        return keys?.count ?? -1
    }

    /// The trail's lines; a last one that is cut would fail here.
    private func trail(_ server: RedisServer) throws -> [[String: Any]] {
        let text = try String(
            contentsOfFile: "\(server.folder)/cachetop/audit.jsonl", encoding: .utf8)
        return try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func waitForProgress(_ server: RedisServer) async throws {
        let due = ContinuousClock.now + .seconds(30)
        while ((try? trail(server)) ?? []).contains(where: { $0["event"] as? String == "progress" })
            == false
        {
            try #require(.now < due, "no progress in the trail")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func aDryRunTellsTheCost() async throws {
        try await withRedis { server in
            try await fill(server, 12)
            _ = try await run(
                server,
                [
                    RedisCommand("XADD", "cache:events", "*", "n", "600", "hit", "facets:1"),
                    RedisCommand("SET", "facets:never", "x"),
                ])
            let result = try await purge(server, ["facets", "--dry-run"])
            #expect(result.status == 0, "\(result.errors)")
            for line in [
                "target    Redis itself, unix://", "sends     UNLINK 14 keys: facets, facets:",
                "and 11 more", "removes   13 keys, ", "; one key named is not there",
                "TTL left ", "1 without expiry",
                "misses    ~10 hits/s will miss, by the events of the last minute",
                "edge      CDN may serve the old copy until ", "ISR until ",
                "recent    no one did the same in the last 10 minutes",
                "Dry run: nothing was sent.",
            ] {
                #expect(result.output.contains(line), "\(line) is not in \(result.output)")
            }
            #expect(try await count(server) == 13)
            #expect(try trail(server).count == 1)
        }
    }

    @Test(arguments: [["facets"], ["search"], ["pattern", "*"]])
    func asJSONItHasItsShape(arguments: [String]) async throws {
        try await withRedis { server in
            try await fill(server, 3)
            let isRefused = arguments.contains("*")
            for more in [["--dry-run"], ["--yes"]] {
                let result = try await purge(server, arguments + more + ["--json"])
                #expect(result.status == (isRefused ? 3 : 0), "\(result.errors)")
                guard !isRefused else { continue }
                let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                let report = try #require(object as? [String: Any])
                #expect(
                    Set(report.keys) == [
                        "plan", "target", "scope", "via", "radius", "newAgain", "record",
                    ])
                let new = try #require(report["newAgain"] as? [String: Any])
                #expect(Set(new.keys) == ["times", "everywhereAt"])
                let radius = try #require(report["radius"] as? [String: Any])
                #expect(
                    Set(radius.keys) == [
                        "keys", "bytes", "estimated", "missingKeys", "life", "hits",
                        "generations", "edge", "recent", "alsoIn", "suggestions",
                        "oneNodeOnly",
                    ])
                let record = try #require(report["record"] as? [String: Any])
                #expect(record["outcome"] as? String == (more == ["--yes"] ? "done" : "dryRun"))
                #expect((record["by"] as? String)?.hasPrefix("ann@") == true)
            }
        }
    }

    @Test(
        arguments: [
            (["pattern", "*", "--yes"], [:], "--include-own"),
            (["pattern", "version:*", "--yes"], [:], "--include-own"),
            (["facets", "--yes", "--read-only"], [:], "ead-only"),
            (["facets", "--yes"], ["CACHETOP_FORBID": "global, facets"], "forbidden"),
            (["facets", "--yes", "--forbid", "facets"], [:], "forbidden"),
            (["facets", "--yes", "--max-purge-keys", "2"], [:], "more than 2 keys"),
            (["facets", "--yes"], ["CACHETOP_MAX_PURGE_KEYS": "2"], "more than 2 keys"),
        ] as [([String], [String: String], String)])
    func guardsRefuseWithStatus3(
        _ arguments: [String], _ environment: [String: String], _ word: String
    ) async throws {
        try await withRedis { server in
            try await fill(server, 3)
            let result = try await purge(server, arguments, environment)
            #expect(result.status == 3, "\(result.errors)")
            #expect(result.errors.contains(word), "\(result.errors)")
            #expect(try await count(server) == 3)
            let last = try #require(try trail(server).last)
            #expect((last["record"] as? [String: Any])?["outcome"] as? String == "refused")
        }
    }

    @Test(
        arguments: [
            (["search", "--env", "prod"], "--env"), (["search", "--forbid", "globl"], "globl"),
            (["search", "--max-purge-keys", "0"], "--max-purge-keys"),
            (["search", "--purge-batch", "many"], "--purge-batch"),
            (["search", "--pace", "slow"], "use gentle, normal or full"),
            (["key", String(repeating: "x", count: 65_536)], "65536 bytes"),
        ])
    func whatIsWrongIsNamed(_ arguments: [String], _ word: String) async throws {
        try await withRedis { server in
            let result = try await purge(server, arguments + ["--yes"])
            #expect(result.status == 2)
            #expect(result.errors.contains(word), "\(result.errors)")
        }
    }

    @Test func aNameCanBeGivenAndTheTrailSwitchedOff() async throws {
        try await withRedis { server in
            try await fill(server, 1)
            let result = try await purge(
                server, ["facets", "--yes", "--as", "release 41", "--audit-file", "none", "--json"])
            #expect(result.status == 0)
            #expect(result.output.contains("\"by\" : \"release 41\""))
            #expect(throws: (any Error).self) { try trail(server) }
            let unwritable = try await purge(
                server, ["facets", "--yes"], ["CACHETOP_AUDIT_FILE": "/dev/full"])
            #expect(unwritable.status == 0)
            #expect(unwritable.errors.contains("/dev/full was not written"))
        }
    }

    /// What a kill leaves: whole lines that say how far it had come, and no `ended`.
    @Test func aKillInTheMiddleLeavesATrail() async throws {
        try await withRedis { server in
            try await fill(server, 20_000)
            let arguments = ["purge", "pattern", "facets:*", "--yes", "--purge-batch", "1"]
            try await RunningProgram.with(
                .cachetop, arguments, environment: environment(server)
            ) { program in
                try await waitForProgress(server)
                program.send(SIGKILL)
                #expect(try await program.waitForExit() == 128 + SIGKILL)
            }
            let lines = try trail(server)
            #expect(lines.first?["event"] as? String == "began")
            #expect(lines.first?["keysPlanned"] as? Int == 20_000)
            #expect(lines.last?["event"] as? String == "progress")
            let removed = 20_000 - (try await count(server))
            let told = try #require(lines.last?["keysRemoved"] as? Int)
            #expect(told > 0 && told <= removed && removed < 20_000)
            #expect(Set(lines.compactMap { $0["id"] as? String }).count == 1)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func anInterruptStopsBetweenBatches(
        _ signal: Int32
    ) async throws {
        try await withRedis { server in
            try await fill(server, 20_000)
            let arguments = ["purge", "pattern", "facets:*", "--yes", "--purge-batch", "1"]
            try await RunningProgram.with(
                .cachetop, arguments, environment: environment(server)
            ) { program in
                try await waitForProgress(server)
                program.send(signal)
                #expect(try await program.waitForExit() == 1)
                let removed = 20_000 - (try await count(server))
                #expect(removed > 0 && removed < 20_000)
                let digits = program.errors.filter { $0.isNumber || $0 == " " }
                #expect(program.errors.contains("stopped: removed "), "\(program.errors)")
                #expect(digits.contains("\(removed) "), "\(removed): \(program.errors)")
            }
            let last = try #require(try trail(server).last)
            #expect(last["event"] as? String == "ended")
            #expect((last["record"] as? [String: Any])?["stoppedEarly"] as? Bool == true)
        }
    }

    @Test func onATerminalThePlanIsShownAndProductionWantsTheWord() async throws {
        try await withRedis { server in
            try await fill(server, 3)
            let command = "\(Executable.cachetop.path) purge facets --env production"
            try await Tmux.withTerminal(
                environment: environment(server), command: command
            ) { terminal in
                _ = try await terminal.waitFor(text: "removes   3 keys")
                _ = try await terminal.waitFor(text: "Type 'facets'")
                try terminal.type("y")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit() == 4)
            }
            #expect(try await count(server) == 3)
            try await Tmux.withTerminal(
                environment: environment(server), command: command
            ) { terminal in
                _ = try await terminal.waitFor(text: "Type 'facets'")
                try terminal.type("facets")
                try terminal.sendKeys("Enter")
                #expect(try await terminal.waitForExit() == 0)
            }
            #expect(try await count(server) == 0)
        }
    }
}
