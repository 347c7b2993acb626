import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Redis as the witness of what the API says: counters that moved, copies that are gone.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct APIWitnessTests {
    private func beside(_ server: RedisServer, _ url: String) -> Invalidator {
        Invalidator(
            endpoint: server.endpoint, policy: .standard, eventKey: "cache:events",
            api: RevalidateAPI(url: url, secret: "hush-hush"), operatorName: "ann@bastion")
    }

    /// It answers 200 and does nothing: nobody is told that it was done.
    @Test(arguments: [
        (InvalidationScope.search, "version:search is still 4"),
        (.global, "version:global is still 9"),
        (.products([Array("1".utf8)]), "product:1 is the same copy"),
    ])
    func aLieIsFoundOut(_ scope: InvalidationScope, _ words: String) async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET version:global 9", "SET product:1 x EX 40")
            try await HTTPScript(status: "200 OK", body: #"{"success":true}"#).serve { url in
                let invalidator = beside(server, url)
                let record = await invalidator.purge(try invalidator.plan(scope))
                #expect(record.outcome == .unknown)
                #expect(record.message.contains(words), "\(record.message)")
                #expect(try await server.published().map(\.outcome) == [.unknown])
            }
        }
    }

    /// One of two counters, one of two copies: a part is not the whole.
    @Test(arguments: [
        (InvalidationScope.global, "INCR version:global", "version:search is still 4"),
        (
            .products([Array("1".utf8), Array("2".utf8)]), "UNLINK product:1",
            "of 2 copies product:2 is the same copy"
        ),
        (.products([Array("3".utf8)]), "PING", "product:3 is the same copy"),
    ])
    func aHalfTruthIsFoundOut(
        _ scope: InvalidationScope, _ change: String, _ words: String
    ) async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET version:global 9", "SET product:1 x EX 40",
                "SET product:2 x EX 40", "SET product:3 x")
            let script = HTTPScript(status: "200 OK", body: #"{"success":true}"#) {
                // Of several requests only the first one does something.
                let isFirst = try? await server.run("SET done 1 NX").text == "OK"
                if isFirst == true { _ = try? await server.run(change) }
            }
            try await script.serve { url in
                let invalidator = beside(server, url)
                let record = await invalidator.purge(try invalidator.plan(scope))
                #expect(record.outcome == .unknown)
                #expect(record.message.contains(words), "\(record.message)")
            }
        }
    }

    /// What is done is told with the counter's values, and to the others.
    @Test func theTruthIsWitnessed() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4", "SET product:1 x EX 40")
            let api = try await RedisConnection.connect(to: server.endpoint)
            let script = HTTPScript(status: "200 OK", body: #"{"success":true}"#) {
                _ = try? await api.pipeline([
                    RedisCommand("INCR", "version:search"),
                    RedisCommand("SET", "product:1", "y", "EX", "60"),
                ])
            }
            try await script.serve { url in
                let invalidator = beside(server, url)
                let search = await invalidator.purge(try invalidator.plan(.search))
                #expect(search.outcome == .done, "\(search.message)")
                #expect(search.from == 4 && search.to == 5 && search.trailProblem == nil)
                let product = await invalidator.purge(
                    try invalidator.plan(.products([Array("1".utf8)])))
                #expect(product.outcome == .done, "\(product.message)")
                for event in [AuditStream.Event.began, .ended] {
                    let published = try await server.published(event)
                    #expect(published.map(\.via) == [.api, .api])
                    #expect(published.map(\.by) == ["ann@bastion", "ann@bastion"])
                }
            }
            await api.close()
        }
    }

    /// Up to three copies are named, of more the first.
    @Test(arguments: [
        (1, "But product:1 is the same copy as before"),
        (3, "But product:1, product:2, product:3 are the same copies as before"),
        (4, "But product:1 and 3 more are the same copies as before"),
    ])
    func doubtedCopiesAreNamed(_ count: Int, _ words: String) async throws {
        try await withRedis { server in
            try await server.set(1..<5, "product:", "EX", "40")
            try await HTTPScript(status: "200 OK", body: #"{"success":true}"#).serve { url in
                let invalidator = beside(server, url)
                let ids = (1...count).map { Array("\($0)".utf8) }
                let record = await invalidator.purge(try invalidator.plan(.products(ids)))
                #expect(record.outcome == .unknown)
                #expect(record.message.contains(words), "\(record.message)")
            }
        }
    }

    /// The pages of a category have no names: up to 20 that SCAN finds are the witnesses.
    @Test(
        arguments: [
            (
                "UNLINK category:shoes:1:v9 category:shoes:2:v9", .done,
                "are gone."
            ),
            ("UNLINK category:shoes:1:v9", .unknown, "is the same copy"),
            ("PING", .unknown, "are the same copies"),
            ("UNLINK category:hats:1:v9", .unknown, "are the same copies"),
        ] as [(String, InvalidationRecord.Outcome, String)])
    func foundKeysAreWitnesses(
        _ change: String, _ outcome: InvalidationRecord.Outcome, _ words: String
    ) async throws {
        try await withRedis { server in
            for key in ["category:shoes:1:v9", "category:shoes:2:v9", "category:hats:1:v9"] {
                try await server.run("SET \(key) x EX 200")
            }
            let script = HTTPScript(status: "204 No Content") { _ = try? await server.run(change) }
            try await script.serve { url in
                let invalidator = beside(server, url)
                let record = await invalidator.purge(
                    try invalidator.plan(.category(Array("shoes".utf8))))
                #expect(record.outcome == outcome, "\(record.message)")
                #expect(record.message.contains(words), "\(record.message)")
            }
        }
    }

    @Test func noMoreThanTwentyAreFound() async throws {
        try await withRedis { server in
            try await server.set(0..<3000, "category:shoes:", "EX", "200")
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let found = try await WitnessCandidates(
                .category(Array("shoes".utf8)), KeyGrammar(policy: .standard), connection)
            // and the one that the scope names
            #expect(found.keys.count == 21)
            await connection.close()
        }
    }

    /// A copy whose time ran out meanwhile proves nothing.
    @Test func anExpiredCopyIsNoProof() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x PX 300")
            let script = HTTPScript(status: "204 No Content") {
                while (try? await server.run("EXISTS product:1").integerValue) != 0 {}
            }
            try await script.serve { url in
                let invalidator = beside(server, url)
                let record = await invalidator.purge(
                    try invalidator.plan(.products([Array("1".utf8)])))
                #expect(record.outcome == .unknown, "\(record.message)")
            }
        }
    }

    /// The API reads a missing counter as 1: to raise it to 1 is no change.
    @Test(
        arguments: [
            ("SET version:search 1", .unknown, "version:search is still 1"),
            ("SET version:search 2", .done, "from missing to 2"),
        ] as [(String, InvalidationRecord.Outcome, String)])
    func aMissingCounterIsOne(
        _ change: String, _ outcome: InvalidationRecord.Outcome, _ words: String
    ) async throws {
        try await withRedis { server in
            let script = HTTPScript(status: "204 No Content") { _ = try? await server.run(change) }
            try await script.serve { url in
                let invalidator = beside(server, url)
                let record = await invalidator.purge(try invalidator.plan(.search))
                #expect(record.outcome == outcome)
                #expect(record.message.contains(words), "\(record.message)")
            }
        }
    }

}
