import AsyncHTTPClient
import Foundation
import Hummingbird
import Metrics
import NIOCore
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct ServerHealthTests {
    private func part(_ answer: HTTPAnswer, _ name: String) -> [String: Any] {
        answer.json[name] as? [String: Any] ?? [:]
    }

    @Test func allIsWell() async throws {
        try await ServerFixture.with { shop async throws in
            let answer = try await shop.get("/health")
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.json["status"] as? String == "ok")
            #expect(answer.json["search"] is NSNull)
            for name in ["redis", "catalogue"] {
                let part = part(answer, name)
                #expect(part["status"] as? String == "ok")
                #expect((part["latencyMs"] as? Double).map { $0 >= 0 && $0 < 1000 } == true)
                #expect(part["error"] is NSNull)
            }
        }
    }

    @Test func withoutRedisItIsDegraded() async throws {
        try await ServerFixture.with { shop async throws in
            await shop.server.kill()
            try await eventually { shop.shop.link.current == nil }
            let answer = try await shop.get("/health")
            #expect(answer.status == 200)
            #expect(answer.json["status"] as? String == "degraded")
            #expect(part(answer, "redis")["status"] as? String == "down")
            #expect(part(answer, "redis")["latencyMs"] is NSNull)
            #expect(part(answer, "redis")["error"] is String)
            #expect(!answer.body.contains(shop.server.folder))
        }
    }

    @Test func aFrozenRedisIsDownWithinItsSecond() async throws {
        try await ServerFixture.with { shop async throws in
            shop.server.freeze()
            defer { shop.server.thaw() }
            let answer = try await shop.get("/health")
            #expect(answer.json["status"] as? String == "degraded")
            #expect(part(answer, "redis")["error"] as? String == "Redis does not answer.")
        }
    }

    @Test func withoutTheCatalogueItIsDown() async throws {
        let catalogue = ScriptedCatalogue { () async throws(OriginError) in
            throw .failed("/var/lib/shop.sqlite: disk I/O error")
        }
        try await ServerFixture.with(catalogue) { shop async throws in
            let answer = try await shop.get("/health")
            #expect(answer.status == 503)
            #expect(answer.json["status"] as? String == "down")
            #expect(part(answer, "redis")["status"] as? String == "ok")
            #expect(!answer.body.contains("sqlite"))
        }
    }

    /// It minds no cancellation, and is not asked again while it hangs.
    @Test func aCatalogueThatHangsIsDown() async throws {
        let catalogue = HangingCatalogue()
        try await ServerFixture.with(catalogue) { shop async throws in
            for _ in 1...2 {
                let answer = try await shop.get("/health")
                #expect(answer.status == 503)
                #expect(
                    part(answer, "catalogue")["error"] as? String
                        == "The catalogue does not answer.")
                try await Task.sleep(for: .seconds(1))
            }
        }
        #expect(catalogue.checked == 1)
        catalogue.end()
    }

    @Test func aReportIsGoodForASecond() async throws {
        let checks = Mutex(0)
        let catalogue = ScriptedCatalogue { () async throws(OriginError) in
            checks.withLock { $0 += 1 }
        }
        try await ServerFixture.with(catalogue) { shop async throws in
            let start = ContinuousClock.now
            for _ in 1...20 { try await shop.get("/health") }
            let seconds = Int((ContinuousClock.now - start) / .milliseconds(900))
            #expect((1...1 + seconds).contains(checks.withLock { $0 }))
        }
    }

    /// A small server that plays Meilisearch.
    @Test(arguments: [
        ("{\"status\":\"available\"}", "ok"), ("{\"status\":\"sick\"}", "down"), ("<html>", "down"),
    ])
    func meilisearchIsAskedAndNotWeighed(body: String, word: String) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("/search/health") { _, _ in body }
        let meilisearch = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await meilisearch.run() }
            var found = ports.makeAsyncIterator()
            let number = try #require(await found.next())
            try await ServerFixture.with(change: {
                $0.search = try? MeiliHost(parsing: "user:pass@127.0.0.1:\(number)/search/")
            }) { shop async throws in
                let answer = try await shop.get("/health")
                #expect(answer.status == 200)
                #expect(answer.json["status"] as? String == "ok")
                #expect(part(answer, "search")["status"] as? String == word)
                #expect(!answer.body.contains("pass"))
            }
            group.cancelAll()
        }
    }

    @Test func meilisearchMayBeAway() async throws {
        let port = try TestPorts.take()
        try await ServerFixture.with(change: {
            $0.search = try? MeiliHost(parsing: "127.0.0.1:\(port)")
        }) {
            shop async throws in
            let answer = try await shop.get("/health")
            #expect(answer.status == 200)
            #expect(answer.json["status"] as? String == "ok")
            #expect(part(answer, "search")["error"] as? String == "Meilisearch can't be reached.")
        }
    }
}
