import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct CacheAsideTests {
    @Test func missFillThenHit() async throws {
        let origin = ScriptedOrigin { _ in .success(Array("{\"id\":42}".utf8)) }
        try await ShopFixture.with(origin: origin) { shop async throws in
            let first = await shop.answer(.product(id: "42"))
            let second = await shop.answer(.product(id: "42"))
            #expect([first.cache, second.cache] == [.miss, .hit])
            #expect(try first.body.get() == second.body.get())
            #expect(origin.loaded == [.product(id: "42")])
            #expect(try await shop.send("GET", "product:42").text == "{\"id\":42}")
            #expect(
                try await shop.events() == [
                    ["miss", "product:42"], ["fill", "product:42"], ["hit", "product:42"],
                ])
        }
    }

    @Test(arguments: [
        (ShopRequest.product(id: "1"), Int64(60)), (.inventory(id: "1"), 10),
        (.search(SearchQuery(text: "a")), 30), (.category(slug: "a", page: Page()), 300),
        (.facets(category: "a"), 600), (.trending, 900),
    ])
    func copiesLiveAsLongAsThePolicySays(request: ShopRequest, ttl: Int64) async throws {
        try await ShopFixture.with { shop async throws in
            await shop.answer(request)
            let key = try KeyBuilder(policy: .standard).key(for: request)
            let left = try await shop.redis.send(RedisCommand("PTTL", key: key)).integerValue ?? 0
            #expect((ttl * 1000 - 5000...ttl * 1000).contains(left))
        }
    }

    @Test func jitterOnlyShortens() async throws {
        var options = Shop.Options()
        options.cache.ttlJitter = 0.5
        try await ShopFixture.with(options: options) { shop async throws in
            for id in 1...40 { await shop.answer(.product(id: "\(id)")) }
            var ttls: Set<Int64> = []
            for id in 1...40 {
                ttls.insert(try await shop.send("TTL", "product:\(id)").integerValue ?? 0)
            }
            #expect(ttls.count > 3)
            #expect(ttls.allSatisfy { (25...60).contains($0) })
        }
    }

    @Test func aMissingCounterMeansOneAndStaysMissing() async throws {
        try await ShopFixture.with { shop async throws in
            let request = ShopRequest.search(SearchQuery(text: "a"))
            #expect(await shop.answer(request).cache == .miss)
            #expect(try await shop.send("EXISTS", "version:search").integerValue == 0)
            #expect(try await shop.send("SET", "version:search", "1").text == "OK")
            #expect(await shop.answer(request).cache == .hit)
            #expect(try await shop.send("INCR", "version:search").integerValue == 2)
            #expect(await shop.answer(request).cache == .miss)
            #expect(await shop.answer(request).cache == .hit)
            #expect(try await shop.send("KEYS", "search:*:v2").elements?.count == 1)
        }
    }

    @Test func aCounterThatIsNoNumberIsBypassed() async throws {
        try await ShopFixture.with { shop async throws in
            _ = try await shop.send("SET", "version:search", "many")
            #expect(await shop.answer(.search(SearchQuery(text: "a"))).cache == .bypass)
            _ = try await shop.send("DEL", "version:search")
            _ = try await shop.send("LPUSH", "version:search", "1")
            #expect(await shop.answer(.search(SearchQuery(text: "a"))).cache == .bypass)
            #expect(try await shop.events().isEmpty)
        }
    }

    @Test func concurrentMissesLoadOnce() async throws {
        let origin = ScriptedOrigin(delay: .milliseconds(200))
        try await ShopFixture.with(origin: origin) { shop async throws in
            let statuses = await withTaskGroup(of: CacheStatus.self) { group in
                for _ in 0..<50 {
                    group.addTask { await shop.shop.cache.answer(.trending).cache }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            await shop.shop.publisher.finish()
            #expect(statuses.allSatisfy { $0 == .miss })
            #expect(origin.loaded.count == 1)
            let words = try await shop.events().joined().filter { $0 != "trending:products" }
            #expect(words.filter { $0 == "miss" }.count == 50)
            #expect(words.filter { $0 == "fill" }.count == 1)
        }
    }

    @Test func aListThatIsNotThereIsNotCached() async throws {
        let origin = ScriptedOrigin { _ in .failure(.notFound) }
        try await ShopFixture.with(origin: origin) { shop async throws in
            for _ in 1...2 {
                let response = await shop.answer(.facets(category: "no"))
                #expect(response.cache == .miss)
                #expect(response.body == .failure(.notFound))
            }
            #expect(try await shop.send("EXISTS", "facets:no").integerValue == 0)
            #expect(try await shop.events() == [["miss", "facets:no"], ["miss", "facets:no"]])
        }
    }

    @Test func aLoadBeyondItsDeadlineLeavesNoCopy() async throws {
        var options = Shop.Options()
        options.cache.loadDeadline = .milliseconds(300)
        let origin = ScriptedOrigin(delay: .seconds(30))
        try await ShopFixture.with(origin: origin, options: options) { shop async throws in
            let response = await shop.answer(.product(id: "1"))
            #expect(response.body == .failure(.deadline))
            #expect(try await shop.send("EXISTS", "product:1").integerValue == 0)
            #expect(try await shop.events() == [["miss", "product:1"]])
        }
    }

    @Test func aLostRedisIsBypassedUntilItIsBack() async throws {
        try await ShopFixture.with { shop async throws in
            #expect(await shop.answer(.product(id: "1")).cache == .miss)
            await shop.server.kill()
            for _ in 1...20 {
                let response = await shop.answer(.product(id: "1"))
                #expect(response.cache == .bypass)
                #expect(throws: Never.self) { try response.body.get() }
            }
            try await shop.server.restart()
            #expect(await shop.shop.isConnected(within: .seconds(60)))
            #expect(await shop.answer(.product(id: "1")).cache == .miss)
            #expect(await shop.answer(.product(id: "1")).cache == .hit)
            let words = try await RedisConnection.withConnection(to: shop.server.endpoint) {
                try await $0.send(RedisCommand("XLEN", "cache:events")).integerValue
            }
            #expect(words == 3)
        }
    }

    /// A copy that Redis did not take is none, however its miss was told.
    @Test(arguments: [1, 32]) func aRefusedCopyIsNoFill(batch: Int) async throws {
        var options = Shop.Options()
        options.events.batch = batch
        try await ShopFixture.with(options: options) { shop async throws in
            _ = try await shop.send("ACL", "SETUSER", "default", "-set")
            #expect(await shop.answer(.product(id: "1")).cache == .miss)
            #expect(try await shop.events() == [["miss", "product:1"]])
            _ = try await shop.send("ACL", "SETUSER", "default", "+set")
            #expect(await shop.answer(.product(id: "1")).cache == .miss)
            #expect(
                try await shop.events().joined().filter { $0 != "product:1" }
                    == ["miss", "miss", "fill"])
        }
    }

    @Test func aFrozenRedisDelaysNobodyForLong() async throws {
        var options = Shop.Options()
        options.redisDeadline = .milliseconds(200)
        try await ShopFixture.with(options: options) { shop async throws in
            shop.server.freeze()
            defer { shop.server.thaw() }
            #expect(await shop.answer(.product(id: "1")).cache == .bypass)
            #expect(await shop.answer(.product(id: "1")).cache == .bypass)
        }
    }
}
