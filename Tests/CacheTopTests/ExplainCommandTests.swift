import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// `cachetop explain` on real servers and on files.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ExplainCommandTests {
    private struct Document: Decodable {
        var endpoint: String
        var findings: [Finding]
    }

    private func explain(
        _ server: RedisServer, _ arguments: [String] = ["--for", "1s"]
    ) async throws -> Executable.Result {
        try await Executable.cachetop.run(
            ["explain"] + arguments, environment: ["REDIS_URL": server.endpoint.description])
    }

    /// The incident of the demo, as an operator finds it.
    @Test func aWrongWarmScriptIsFound() async throws {
        try await withRedis { server in
            let usual = (0..<300).map { ["SET", "product:\($0)", "x", "EX", "60"] }
            try await server.run(usual.map { $0.map { Array($0.utf8) } })
            try await IncidentScript(incident: .wrongTTL, endpoint: server.endpoint).run()
            let result = try await explain(server)
            #expect(result.status == 0, "\(result.errors)")
            let text = result.output.replacing(#/\s+/#, with: " ")
            for words in [
                "trending is written with 7,200 s or more, but its policy says 900 s: 1 key",
                "50 keys, such as product:9", "product has 5 keys without expiry",
                "next Fix what writes them, most likely a warm script: 300 others",
                "sure warning, certain",
            ] {
                #expect(text.contains(words), "\(result.output)")
            }
        }
    }

    @Test func programsReadIt() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let result = try await explain(server, ["--for", "1s", "--format", "json"])
            #expect(result.status == 0, "\(result.errors)")
            let document = try JSONDecoder().decode(
                Document.self, from: Data(result.output.utf8))
            #expect(document.findings.map(\.rule) == ["neverExpires"])
            #expect(document.findings.first?.subject == "product:1")
            #expect(document.endpoint == server.endpoint.description)
        }
    }

    @Test func inAnIdleCacheNothingStandsOut() async throws {
        try await withRedis { server in
            let result = try await explain(server)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("Nothing stands out."), "\(result.output)")
        }
    }

    /// What another version wrote is judged by the rules of this one.
    @Test func aFileIsExplained() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x")
            let file = "\(server.folder)/snapshot.json"
            let environment = ["REDIS_URL": server.endpoint.description]
            let taken = try await Executable.cachetop.run(
                ["snapshot", "--output", file], environment: environment)
            #expect(taken.status == 0, "\(taken.errors)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("\"neverExpires\"", with: "\"ofAnotherVersion\"").write(
                toFile: file, atomically: true, encoding: .utf8)
            let result = try await Executable.cachetop.run(
                ["explain", "--from", file, "--format", "json"], environment: [:])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("neverExpires"))
        }
    }

    @Test(arguments: [
        (["--for", "soon"], "--for is 'soon'; use a time from 1s to 1h."),
        (["--for", "0"], "--for is '0'; use a time from 1s to 1h."),
        (["--format", "yaml"], "yaml"),
    ])
    func whatIsWrongIsSaid(_ arguments: [String], _ words: String) async throws {
        let result = try await Executable.cachetop.run(["explain"] + arguments, environment: [:])
        #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    }

    @Test(arguments: ["/nonexistent.json", "/dev/null"])
    func whatIsNoSnapshotIsSaid(_ path: String) async throws {
        let result = try await Executable.cachetop.run(
            ["explain", "--from", path], environment: [:])
        #expect(result.status == 1 && result.errors.contains(path), "\(result.errors)")
    }

    /// A key's name may hold anything; a terminal must not obey it.
    @Test func foreignTextIsHarmless() async throws {
        try await withRedis { server in
            try await server.run([
                [Array("SET".utf8), Array("product:\u{1b}[31m".utf8), Array("x".utf8)]
            ])
            let result = try await explain(server)
            #expect(result.output.contains("product has 1 key without expiry"), "\(result.output)")
            #expect(!result.output.contains("\u{1b}"))
        }
    }
}
