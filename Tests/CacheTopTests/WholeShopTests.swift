import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

/// The shop and the dashboard together, each as its own program, on one real Redis.
@Suite(.tags(.redis, .http), .timeLimit(.minutes(5))) struct WholeShopTests {
    /// What the load counted from `X-Cache` is what cachetop counted from the stream, to the last
    /// request, resource by resource.
    @Test(arguments: [["--events-batch", "1"], ["--events-batch", "32"]])
    func theLoadReportAndTheSnapshotAgree(options: [String]) async throws {
        try await withRedis { server in
            try await WholeShop.with(server, serve: options) { shop in
                let load = try await Executable.storefront.run([
                    "load", shop.url, "--rps", "250", "--duration", "4", "--products", "500",
                    "--json",
                ])
                try #require(load.status == 0, "\(load.errors)")
                let report = try JSONDecoder().decode(
                    LoadCounts.self, from: Data(load.output.utf8))
                #expect(report.total.failures == 0 && report.total.bypasses == 0)
                #expect(report.total.hits > 0 && report.total.misses > 0)
                // At its end the server sends what still waits.
                try await shop.stopServer()
                let snapshot = try await shop.snapshot()
                for resource in report.resources where resource.hits + resource.misses > 0 {
                    let seen = snapshot.resources.first { $0.name == resource.name }
                    #expect(
                        HitCounts(hits: seen?.hits ?? 0, misses: seen?.misses ?? 0)
                            == HitCounts(hits: resource.hits, misses: resource.misses),
                        "\(resource.name ?? "")")
                }
                #expect(snapshot.total.hits == report.total.hits)
                #expect(snapshot.total.misses == report.total.misses)
                #expect(snapshot.unclassified.hits + snapshot.unclassified.misses == 0)
            }
        }
    }

    /// A new price is seen by the next shopper, as soon as the listener has heard of it.
    @Test func anEditIsSeenThroughTheAPI() async throws {
        try await withRedis { server in
            try await WholeShop.with(server) { shop in
                let arguments = ["listen", "--catalogue", shop.catalogue]
                try await RunningProgram.with(
                    .storefront, arguments, environment: shop.environment
                ) { _ in
                    let old = try await shop.price(ofProduct: 42)
                    #expect(try await shop.price(ofProduct: 42) == old)
                    let price = old == 1234 ? 1235 : 1234
                    let edit = try await Executable.storefront.run([
                        "edit", "price", "42", price == 1234 ? "12.34" : "12.35",
                        "--catalogue", shop.catalogue,
                    ])
                    try #require(edit.status == 0, "\(edit.errors)")
                    let due = ContinuousClock.now + .seconds(60)
                    while try await shop.price(ofProduct: 42) != price {
                        try #require(.now < due, "the old price is still served")
                    }
                }
            }
        }
    }

    /// cachetop asks the real API, and Redis shows that it was done, or that it was not.
    @Test func aPurgeThroughTheShopsAPI() async throws {
        try await withRedis { server in
            try await WholeShop.with(server, serve: ["--revalidate-limit", "3"]) { shop in
                _ = try await shop.price(ofProduct: 42)
                try await shop.waitFor(key: "product:42")
                let wrong = try await shop.purge(["product", "42"], secret: "another one's secret")
                #expect(wrong.status == 1 && wrong.record?.outcome == .notDone)
                #expect(wrong.record?.message.contains("401") == true)
                try await shop.waitFor(key: "product:42")

                let done = try await shop.purge(["product", "42"])
                #expect(done.status == 0 && done.record?.outcome == .done, "\(done.errors)")
                #expect(done.record?.via == .api)
                #expect(try await shop.redis("EXISTS", "product:42").integerValue == 0)

                let bump = try await shop.purge(["search"])
                #expect(bump.status == 0 && bump.record?.outcome == .done, "\(bump.errors)")
                #expect(try await shop.redis("GET", "version:search").text == "2")

                let tooMany = try await shop.purge(["search"])
                #expect(tooMany.status == 1 && tooMany.record?.outcome == .notDone)
                #expect(tooMany.record?.message.contains("429") == true)
                #expect(try await shop.redis("GET", "version:search").text == "2")
            }
        }
    }
}

/// The part of `storefront load --json` that is compared.
private struct LoadCounts: Decodable {
    struct Counts: Decodable {
        var name: String?
        var hits, misses: UInt64
        var bypasses, failures: Int
    }
    var total: Counts
    var resources: [Counts]
}
