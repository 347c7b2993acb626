import RedisClient
import TestSupport
import Testing

@testable import CacheTop

/// The demo's incidents, each on a real Redis: it makes what it says, and nothing else.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct IncidentTests {
    private func play<Result: Sendable>(
        _ incident: Incident, _ look: @Sendable (RedisServer) async throws -> Result
    ) async throws -> Result {
        try await withRedis { server in
            let keys = (0..<600).map { ["SET", "product:\($0)", "x", "EX", "60"] }
            let others = [
                ["SET", "version:search", "7"], ["SET", "trending:products", "[]", "EX", "900"],
                ["SET", "session:1", "x"],
            ]
            try await server.run((keys + others).map { $0.map { Array($0.utf8) } })
            let script = IncidentScript(incident: incident, endpoint: server.endpoint)
            let task = Task { try await script.run() }
            defer { task.cancel() }
            return try await look(server)
        }
    }

    private func wait(
        _ server: RedisServer, _ command: String, until isSo: @Sendable (RedisReply) -> Bool
    ) async throws {
        let due = ContinuousClock.now + .seconds(60)
        while !isSo(try await server.run(command)) {
            try #require(ContinuousClock.now < due, "\(command) does not answer as expected")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func silentRemoval() async throws {
        try await play(.silentRemoval) { server in
            try await wait(server, "DBSIZE") { $0.integerValue == 203 }
            #expect(try await server.run("EXISTS session:1 trending:products").integerValue == 2)
            #expect(try await server.run("EXISTS cache:events").integerValue == 0)
        }
    }

    @Test func deploy() async throws {
        try await play(.deploy) { server in
            try await wait(server, "GET version:search") { $0.text == "8" }
            #expect(try await server.run("DBSIZE").integerValue == 603)
        }
    }

    @Test func wrongTTL() async throws {
        try await play(.wrongTTL) { server in
            try await wait(server, "TTL trending:products") { ($0.integerValue ?? 0) > 7000 }
            #expect(try await server.run("TTL product:90105").integerValue == -1)
            let long = try await server.run("TTL product:90050").integerValue ?? 0
            #expect((500...600).contains(long))
        }
    }

    @Test func memoryGrowth() async throws {
        try await play(.memoryGrowth) { server in
            try await wait(server, "EXISTS category:grown:5:v1") { $0.integerValue == 1 }
            #expect((try await server.run("STRLEN category:grown:5:v1").integerValue ?? 0) > 10_000)
        }
    }

    @Test func stampede() async throws {
        try await play(.stampede) { server in
            try await wait(server, "EXISTS trending:products") { $0.integerValue == 0 }
            try await server.run("SET trending:products []")
            try await wait(server, "EXISTS trending:products") { $0.integerValue == 0 }
        }
    }

    @Test func flush() async throws {
        try await play(.flush) { server in
            try await wait(server, "DBSIZE") { $0.integerValue == 0 }
        }
    }

    /// As `:incident stampede` and `:incident off` do.
    @MainActor @Test func oneThatGoesOnEndsWhenItIsTold() async throws {
        try await withRedis { server in
            let maker = IncidentMaker(endpoint: server.endpoint)
            try await server.run("SET trending:products [] EX 900")
            maker.make(.stampede) { Issue.record("\($0)") }
            maker.make(.stampede) { Issue.record("\($0)") }
            try await wait(server, "EXISTS trending:products") { $0.integerValue == 0 }
            let words = try await maker.endAll()
            #expect(!maker.isAtWork)
            #expect(words == "Ended: stampede. No key that it wrote is left.")
            #expect(try await maker.endAll().hasPrefix("No incident was made"))
        }
    }

    /// What it wrote goes, and nothing else.
    @MainActor @Test(arguments: [Incident.wrongTTL, .memoryGrowth, .deploy])
    func whatItWroteIsTakenBack(incident: Incident) async throws {
        try await withRedis { server in
            try await server.run(
                [
                    ["SET", "product:7", "x"], ["SET", "category:shoes:1:v1", "x"],
                    ["SET", "version:search", "7"],
                ].map { $0.map { Array($0.utf8) } })
            let maker = IncidentMaker(endpoint: server.endpoint)
            maker.make(incident) { Issue.record("\($0)") }
            switch incident {
            case .wrongTTL:
                try await wait(server, "EXISTS trending:products") { $0.integerValue == 1 }
            case .memoryGrowth:
                try await wait(server, "EXISTS category:grown:2:v1") { $0.integerValue == 1 }
            default: try await wait(server, "GET version:search") { $0.text == "8" }
            }
            let words = try await maker.endAll()
            #expect(words.hasPrefix("Ended: \(incident.rawValue). "))
            #expect(words.hasSuffix("expire now.") == (incident != .deploy), "\(words)")
            if incident == .wrongTTL { #expect(words.contains(" 56 keys ")) }
            try await wait(server, "DBSIZE") { $0.integerValue == 3 }
            let kept = "EXISTS product:7 category:shoes:1:v1 version:search"
            #expect(try await server.run(kept).integerValue == 3)
        }
    }
}
