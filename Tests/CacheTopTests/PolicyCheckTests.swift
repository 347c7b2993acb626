import Foundation
import RedisClient
import TestSupport
import Testing

/// `cachetop policy check` on a real Redis full of keys of others.
@Suite(.timeLimit(.minutes(5)), .tags(.redis)) struct PolicyCheckTests {
    private func check(
        _ server: RedisServer, policy: String?, _ arguments: String...
    ) async throws -> Executable.Result {
        var options = ["policy", "check"] + arguments
        if let policy {
            let path = "\(server.folder)/cachetop.yaml"
            try policy.write(toFile: path, atomically: true, encoding: .utf8)
            options += ["--config", path]
        }
        return try await Executable.cachetop.run(
            options, environment: ["REDIS_URL": server.endpoint.description])
    }

    private func fill(_ server: RedisServer, _ keys: String...) async throws {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        _ = try await connection.pipeline(keys.map { RedisCommand("SET", $0, "x") })
        await connection.close()
    }

    @Test func whatAPatternTakesNowAndTookBefore() async throws {
        try await withRedis { server in
            try await fill(
                server, "shop:facets:shoes", "shop:facets:hats", "shop:cart:9", "shop:cart:10",
                "shop:session:abc", "shop:orders:1")
            let result = try await check(
                server,
                policy: """
                    policy:
                      resources:
                        - {name: facets, pattern: "shop:facets:{category}", ttl: 600s}
                    """)
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n").map(String.init)
            let row = try #require(lines.first { $0.hasPrefix("facets") })
            let words = row.split(separator: " ").map(String.init)
            #expect(words.prefix(4) == ["facets", "shop:facets", "2", "6"])
            #expect(Set(words.dropFirst(4)) == ["shop:facets:shoes", "shop:facets:hats"])
            #expect(lines.contains("! facets: 2 keys now, 6 under the old rule."))
            #expect(lines.contains { $0.hasPrefix("4 keys belong to no resource") })
            #expect(lines.contains { $0.split(separator: " ") == ["shop:cart:*", "2"] })
        }
    }

    @Test func aPolicyOfAnotherShopFails() async throws {
        try await withRedis { server in
            let empty = try await check(server, policy: nil)
            #expect(empty.status == 0, "\(empty.errors)")
            try await fill(server, "laravel_cache:products.42", "other:1")
            let result = try await check(server, policy: nil)
            #expect(result.status == 1)
            #expect(result.errors.contains("none of the 2 keys belongs to a resource"))
        }
    }

    @Test func aLoosePatternIsWarnedOf() async throws {
        try await withRedis { server in
            try await fill(server, "product42", "production:x")
            let result = try await check(
                server,
                policy: """
                    policy:
                      resources:
                        - {name: product, pattern: "product{id}", ttl: 60s}
                    """)
            #expect(result.status == 0)
            #expect(result.output.contains("! product: any text may follow 'product'"))
        }
    }

    /// The cache may be a small part of all keys: a sample without any says nothing of the whole.
    @Test func aSampleWithoutAnyIsNotTheWhole() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.pipeline(
                (0..<5000).map { RedisCommand("SET", "cart:\($0)", "x") }
                    + [RedisCommand("SET", "product:1", "x")])
            await connection.close()
            let result = try await check(server, policy: nil, "--sample", "10")
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test func aSampleSaysThatItIsOne() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            _ = try await connection.pipeline(
                (0..<3000).map { RedisCommand("SET", "product:\($0)", "x") })
            await connection.close()
            let result = try await check(server, policy: nil, "--sample", "10")
            #expect(result.output.contains("of about 3,000; --sample 0 looks at all"))
            let all = try await check(server, policy: nil, "--sample", "0")
            #expect(all.output.contains("looked at 3,000 keys\n"))
            #expect(try await check(server, policy: nil, "--sample=-1").status == 2)
        }
    }
}
