import Foundation
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// What the shop prints of its look-ups is what cachetop reads; and what warm takes for wanted.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct LogCacheTests {
    @Test func cachetopReadsTheLinesOfLookUps() async throws {
        try await withRedis { server in
            let arguments = [
                "serve", "--port", "0", "--redis", "unix://\(server.socketPath)", "--products",
                "500",
                "--catalogue", "\(server.folder)/shop.sqlite", "--no-events", "--log-cache",
            ]
            try await RunningProgram.with(
                .storefront, arguments, environment: ["REVALIDATE_SECRET": ServerFixture.secret]
            ) { program in
                try await program.waitFor(text: "storefront listens on ")
                let url = try #require(program.output.split(separator: "\n").first)
                    .dropFirst("storefront listens on ".count)
                for path in ["product/42", "product/42", "inventory/42", "product/none"] {
                    _ = try await ServerFixture.send(.GET, "\(url)/api/\(path)")
                    try await Task.sleep(for: .milliseconds(100))
                }
                try await program.waitFor(text: "[CACHE MISS] product:none")
                let lines = program.output.split(separator: "\n").dropFirst()
                #expect(
                    lines == [
                        "[CACHE MISS] product:42", "[CACHE HIT] product:42",
                        "[CACHE MISS] inventory:42", "[CACHE MISS] product:none",
                    ])
                let read = try await Executable.cachetop.run(
                    [
                        "snapshot", "--redis", "unix://\(server.socketPath)", "--events", "log:-",
                        "--for", "2s",
                    ], input: program.output)
                let json = try JSONSerialization.jsonObject(with: Data(read.output.utf8))
                let total = (json as? [String: Any])?["total"] as? [String: Any]
                #expect(
                    total?["hits"] as? Int == 1 && total?["misses"] as? Int == 3, "\(read.errors)")
            }
        }
    }

    @Test func whatIsLookedAtIsWarmedFirst() async throws {
        try await CatalogueFixture.with(products: 400) { shop async throws in
            try await shop.catalogue.add(views: ["17": 50, "333": 90, "4": 10])
            let top = WantedMost(queries: 3, products: 5, inventories: 2)
            let requests = try await top.requests(shop.catalogue)
            let products = requests.filter { $0.resource == .product }
            #expect(
                Array(products.prefix(3)) == ["333", "17", "4"].map { ShopRequest.product(id: $0) })
            #expect(products.count == 5)
            #expect(requests.filter { $0.resource == .inventory }.count == 2)
            let all = try await shop.products()
            let names = [333, 17, 4].map { id in all.first { $0.id == id } }
            let slugs = requests.compactMap { request -> String? in
                if case .facets(let slug) = request { slug } else { nil }
            }
            #expect(slugs.count == Words.slugs.count)
            #expect(slugs.first == names[0]?.category)
            let words = try #require(names[0]?.name.split(separator: " "))
            let first = requests.first { $0.resource == .search }
            #expect(first == .search(SearchQuery(text: "\(words[0]) \(words[words.count - 1])")))
        }
    }
}
