import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// Ids of any form, and what is not there.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct AbsentCopyTests {
    private static let long = String(repeating: "\u{e9}", count: 64)

    /// Each is an id of its own: nothing is another way to write something else.
    @Test(arguments: [
        ("0b5f0c9e-8f0e-4a57-9d63-0f2d9c1f7a11", "0b5f0c9e-8f0e-4a57-9d63-0f2d9c1f7a11"),
        ("SKU%2F42", "SKU/42"), ("a%20b", "a b"), ("007", "007"), ("7:v9", "7:v9"), ("*", "*"),
        ("%7Bid%7D", "{id}"), ("%E9%9D%B4", "\u{9774}"), ("+7", "+7"),
        (String(repeating: "%C3%A9", count: 64), Self.long),
    ])
    func anyTextIsAnId(path: String, id: String) async throws {
        let catalogue = ScriptedCatalogue(
            ScriptedOrigin { .success(Array("{\"asked\":\"\($0)\"}".utf8)) })
        try await ServerFixture.with(catalogue) { shop async throws in
            for resource in ["product", "inventory"] {
                for cache in ["MISS", "HIT"] {
                    let answer = try await RawHTTP.get("/api/\(resource)/\(path)", of: shop.url)
                    #expect(answer.status == 200 && answer.cache == cache)
                    await shop.shop.publisher.finish()
                }
                #expect(try await shop.send("EXISTS", "\(resource):\(id)").integerValue == 1)
            }
            #expect(catalogue.loaded == [.product(id: id), .inventory(id: id)])
            let purge = try await shop.revalidate(["type": "product", "id": id])
            #expect(purge.json["keysRemoved"] as? Int == 2)
        }
    }

    @Test func whatIsNotThereIsKeptForAMoment() async throws {
        try await CatalogueFixture.with(products: 40) { made async throws in
            try await ServerFixture.with(made.catalogue) { shop async throws in
                for resource in ["product", "inventory"] {
                    let path = "/api/\(resource)/nothing"
                    for cache in ["MISS", "HIT", "HIT"] {
                        let answer = try await shop.get(path)
                        #expect(answer.status == 404 && answer.cache == cache)
                        #expect(answer.headers["cache-control"] == "no-store")
                        #expect(answer.json["error"] is String)
                        await shop.shop.publisher.finish()
                    }
                    let left = try await shop.send("TTL", "\(resource):nothing").integerValue
                    #expect(left.map { (1...10).contains($0) } == true)
                }
                // Lists are not: any slug can be made up.
                #expect(try await shop.get("/api/category/nothing").status == 404)
                #expect(try await shop.keys() == ["product:nothing", "inventory:nothing"])
                let words = try await shop.events().flatMap { $0 }
                #expect(words.filter { $0 == "hit" }.count == 4)
                #expect(words.filter { $0 == "miss" }.count == 3)
            }
        }
    }

    /// What is inserted is there for the next who asks.
    @Test func anInsertAndAPurgeTakeItAway() async throws {
        try await ListenerFixture.with(products: 40) { fixture async throws in
            let shop = try Shop(redis: fixture.server.endpoint, origin: fixture.shop.catalogue)
            try await fixture.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                try await shop.open {
                    _ = await shop.isConnected(within: .seconds(60))
                    let request = ShopRequest.product(id: "41")
                    #expect(await shop.cache.answer(request).body == .failure(.notFound))
                    await shop.publisher.finish()
                    #expect(await shop.cache.answer(request).cache == .hit)
                    try fixture.shop.executeByHand(
                        "INSERT INTO products (name, brand, category, material, price, stock, rating,"
                            + " reviews) VALUES ('New', 'Own', 'shoes', 'Oak', 1, 1, 5, 9)")
                    try await listener.waitFor(text: "1 change: removed 1 key")
                    let answer = await shop.cache.answer(request)
                    #expect(answer.cache == .miss && (try? answer.body.get()) != nil)
                }
            }
        }
    }
}
