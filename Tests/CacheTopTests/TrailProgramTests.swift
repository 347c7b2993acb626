import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

/// The audit trail at the start of the real executable: what was cut off before, and that there is none.
@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct TrailProgramTests {
    private func environment(_ server: RedisServer) -> [String: String] {
        ["REDIS_URL": server.endpoint.description, "XDG_STATE_HOME": server.folder, "USER": "ann"]
    }

    private func purge(_ server: RedisServer, _ arguments: [String]) async throws
        -> Executable.Result
    {
        try await Executable.cachetop.run(
            ["purge"] + arguments, environment: environment(server))
    }

    private func fill(_ server: RedisServer) async throws {
        try await RedisConnection.withConnection(to: server.endpoint) {
            _ = try await $0.send(RedisCommand("SET", "facets:1", "x", "EX", "900"))
        }
    }

    /// Cut off two minutes ago: the next purge says so, and the next dashboard shows it.
    @Test func theNextStartSaysWhatWasCutOff() async throws {
        try await withRedis { server in
            try await fill(server)
            _ = try await purge(server, ["trending", "--dry-run"])
            let began = Timestamp(
                milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 120_000)
            let line =
                #"{"at":"\#(began)","by":"ann@bastion","event":"began","id":"7f","keysDone":null,"#
                + #""keysPlanned":3000,"keysRemoved":null,"plan":"","radius":null,"record":null,"#
                + #""schema":"cachetop.audit/1","scope":"facets","target":"\#(server.endpoint)","#
                + #""via":"redis"}"# + "\n"
            let path = "\(server.folder)/cachetop/audit.jsonl"
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data(line.utf8))
            try file.close()
            let next = try await purge(server, ["trending", "--yes"])
            #expect(next.status == 0)
            let said =
                "cachetop: unfinished: facets, begun at \(began): it began and reported no end"
            #expect(next.errors.contains(said), "\(next.errors)")
            #expect(!next.output.contains("unfinished"))
            try await Tmux.withTerminal(
                environment: environment(server), command: Executable.cachetop.path
            ) { terminal in
                _ = try await terminal.waitFor(text: "facets: unfinished")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
            // It is said once.
            let last = try await purge(server, ["trending", "--yes"])
            #expect(!last.errors.contains("unfinished"), "\(last.errors)")
        }
    }

    /// Under systemd or cron, without HOME: said once, with what to do.
    @Test func theTrailsAbsenceIsSaid() async throws {
        try await withRedis { server in
            try await fill(server)
            let alone = ["REDIS_URL": server.endpoint.description]
            func run(_ arguments: [String]) async throws -> Executable.Result {
                try await Executable.cachetop.run(arguments, environment: alone)
            }
            let purged = try await run(["purge", "facets", "--yes"])
            #expect(purged.status == 0)
            #expect(purged.errors.contains("No audit trail is written"), "\(purged.errors)")
            #expect(purged.errors.contains("--audit-file"))
            let off = try await run(["purge", "facets", "--yes", "--audit-file", "none"])
            #expect(off.errors.isEmpty)
            try await Tmux.withTerminal(
                environment: alone, command: "env -u HOME \(Executable.cachetop.path)"
            ) { terminal in
                _ = try await terminal.waitFor(text: "No audit trail is written")
                try terminal.type("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }
    }
}
