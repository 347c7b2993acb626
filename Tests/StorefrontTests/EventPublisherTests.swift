import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct EventPublisherTests {
    @Test func anEntryDescribesBeforeItTells() {
        let entry = EventEntry(
            source: "api-1", weight: 10,
            events: [
                CacheEvent(.hit, key: [0xff, 0x0a]), CacheEvent(.purgeGlob, key: Array("a*".utf8)),
            ])
        var expected = RedisCommand(
            "XADD", "cache:events", "MAXLEN", "~", "1000000", "*", "src", "api-1", "n", "10", "hit")
        expected.append([0xff, 0x0a])
        expected.append("purge-glob")
        expected.append("a*")
        #expect(entry.command == expected)
    }

    @Test func aBatchGoesWhenItIsFullAndAtTheEnd() async throws {
        var options = Shop.Options()
        options.events = .init(source: "s", batch: 4, interval: .seconds(3600), sampling: 1)
        let server = try await RedisServer.start()
        let shop = try Shop(redis: server.endpoint, origin: ScriptedOrigin(), options: options)
        await shop.open {
            #expect(await shop.isConnected(within: .seconds(60)))
            for id in 1...5 { shop.publisher.publish(.hit, Array("product:\(id)".utf8)) }
        }
        let entries = try await RedisConnection.withConnection(to: server.endpoint) {
            try await $0.send(RedisCommand("XRANGE", "cache:events", "-", "+")).elements ?? []
        }
        let fields = entries.map { $0.elements?.last?.elements?.count }
        #expect(fields == [2 + 8, 2 + 2])
        await server.stop()
    }

    @Test func aBatchWaitsNoLongerThanItsInterval() async throws {
        var options = Shop.Options()
        options.events = .init(batch: 1000, interval: .milliseconds(20), sampling: 1)
        try await ShopFixture.with(options: options) { shop async throws in
            shop.shop.publisher.publish(.hit, Array("product:1".utf8))
            while try await shop.events().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await shop.events() == [["hit", "product:1"]])
        }
    }

    /// Otherwise `finish` could pass while the batch is nowhere, and it would be lost.
    @Test func aBatchWaitsUntilItsWorkHasBegun() async throws {
        try await ShopFixture.with { shop async throws in
            let work = PendingWork(limit: 1)
            let (other, end) = AsyncStream.makeStream(of: Void.self)
            work.start { for await _ in other {} }
            let publisher = EventPublisher(
                link: shop.shop.link,
                options: .init(batch: 1000, interval: .milliseconds(5), sampling: 1), work: work)
            publisher.publish(.hit, Array("product:1".utf8))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await publisher.run() }
                while work.refused < 1 { try? await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
            }
            end.finish()
            await publisher.finish()
            #expect(publisher.lostEvents == 0)
            #expect(try await shop.events() == [["hit", "product:1"]])
        }
    }

    @Test func samplingTellsItsWeight() async throws {
        var options = Shop.Options()
        options.events = .init(sampling: 5)
        try await ShopFixture.with(options: options) { shop async throws in
            for _ in 1...1000 { shop.shop.publisher.publish(.hit, Array("product:1".utf8)) }
            shop.shop.publisher.publishInvalidation([
                CacheEvent(.bump, key: Array("version:search".utf8))
            ])
            await shop.shop.publisher.finish()
            let entries = try await shop.events()
            let hits = entries.filter { $0 == ["n", "5", "hit", "product:1"] }.count
            #expect((100...320).contains(hits))
            #expect(entries.count == hits + 1)
            #expect(entries.filter { $0.contains("bump") }.count == 1)
        }
    }

    /// Whatever the outcomes were, the stream has the same ones.
    @Test(arguments: [1, 32]) func theStreamAgreesWithTheAnswers(batch: Int) async throws {
        var options = Shop.Options()
        options.events.batch = batch
        try await CatalogueFixture.with(products: 500, seed: 3) { [options] made async throws in
            let catalogue = made.catalogue
            try await ShopFixture.with(origin: catalogue, options: options) { shop async throws in
                var shoppers = Shoppers(products: 500, exponent: 1, seed: 4)
                let requests = (0..<600).map { _ in shoppers.next() }
                let answered = await withTaskGroup(of: CacheStatus.self) { group in
                    var counts: [CacheStatus: Int] = [:]
                    for (index, request) in requests.enumerated() {
                        if index >= 16, let done = await group.next() {
                            counts[done, default: 0] += 1
                        }
                        group.addTask { await shop.shop.cache.answer(request).cache }
                    }
                    for await done in group { counts[done, default: 0] += 1 }
                    return counts
                }
                await shop.shop.publisher.finish()
                let words = try await shop.events().joined()
                #expect(words.filter { $0 == "hit" }.count == answered[.hit])
                #expect(words.filter { $0 == "miss" }.count == answered[.miss])
                #expect(answered[.bypass] == nil)
                #expect(shop.shop.publisher.lostEvents == 0)
            }
        }
    }

    @Test func theStreamIsKeptAsShortAsAskedFor() async throws {
        var options = Shop.Options()
        options.events.streamLength = 1000
        try await ShopFixture.with(options: options) { shop async throws in
            for id in 1...3000 { shop.shop.publisher.publish(.hit, Array("product:\(id)".utf8)) }
            await shop.shop.publisher.finish()
            let length = try await shop.send("XLEN", "cache:events").integerValue ?? 0
            #expect((1000...1200).contains(length))
        }
    }

    @Test func whatCannotBeToldIsCounted() async throws {
        try await ShopFixture.with { shop async throws in
            await shop.server.kill()
            while shop.shop.link.current != nil { try await Task.sleep(for: .milliseconds(5)) }
            shop.shop.publisher.publish(.hit, Array("product:1".utf8))
            await shop.shop.publisher.finish()
            #expect(shop.shop.publisher.lostEvents == 1)
        }
    }
}
