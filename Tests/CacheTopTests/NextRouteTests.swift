import Foundation
import TestSupport
import Testing

/// The route handler of docs/publish-events.md: run by node with the real node-redis against a real
/// Redis. `revalidateTag` and `revalidatePath` are stubs: Next.js itself is not on this machine.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct NextRouteTests {
    private struct Said: Decodable {
        struct Step: Decodable {
            var status: Int
            var calls: [String]
            var left: [String]
        }
        var steps: [String: Step]
        var refused: [Int]
    }

    private static let keys = [
        "product:1", "product:SKU/42 ü*", "product:SKU/42 üx", "inventory:SKU/42 ü*",
        "category:a*:h:v1", "category:ab:h:v1", "category:shoes", "category:shoes:h:v1",
        "facets:shoes", "facets:boots", "trending:products", "search:h:v1", "cart:9",
    ]

    private static let script = """
        import { redis } from './lib/cache.mjs';
        import { POST } from './app/api/revalidate/route.js';
        await until(() => redis.isReady);
        const secret = process.env.REVALIDATE_SECRET;
        // What is told to Redis and to Next.js, in one order.
        for (const name of ['unlink', 'incr']) {
          const original = redis[name].bind(redis);
          redis[name] = async (...args) => {
            const answer = await original(...args);
            globalThis.calls.push(`${name}`);
            return answer;
          };
        }
        const post = (order) => POST(new Request('http://shop/', { method: 'POST', body: JSON.stringify(order) }));
        const steps = {};
        for (const order of [
          { type: 'product', id: 'SKU/42 ü*' }, { type: 'category', category: 'a*' }, { type: 'search' },
          { type: 'facets', category: 'shoes' }, { type: 'facets' }, { type: 'trending' }, { type: 'global' },
        ]) {
          await redis.flushDb();
          for (const key of KEYS) await redis.set(key, 'old');
          globalThis.calls.length = 0;
          const { status } = await post({ secret, ...order });
          const calls = [...globalThis.calls];
          const left = (await redis.keys('*')).filter((key) => key !== 'cache:events').sort();
          steps[[order.type, order.category].filter(Boolean).join(' ')] = { status, calls, left };
        }
        const refused = [];
        for (const order of [
          { type: 'product' }, { type: 'product', id: 7 }, { type: 'product', id: '' },
          { type: 'product', id: 'x'.repeat(129) }, { type: 'product', id: 'a\\u0000' },
          { type: 'category' }, { type: 'toString' }, { type: 'facets', category: '' },
        ]) refused.push((await post({ secret, ...order })).status);
        end({ steps, refused });
        """

    @Test func itCoversAllTypesAndTellsRedisFirst() async throws {
        try await withRedis(.init { $0.tcp = true }) { server in
            let project = try NodeProject()
            try project.writeFilesOfThePage()
            let keys = String(decoding: try JSONEncoder().encode(Self.keys), as: UTF8.self)
            let said = try await project.run(
                Self.script.replacing("KEYS", with: keys), on: server, as: Said.self,
                preamble: NodeProject.steps,
                environment: [
                    "REDIS_URL": "redis://127.0.0.1:\(server.port ?? 0)",
                    "REVALIDATE_SECRET": "a-secret-of-the-test",
                ])
            #expect(said.steps.values.allSatisfy { $0.status == 200 })
            #expect(said.refused.allSatisfy { $0 == 400 })
            func gone(_ step: String) throws -> Set<String> {
                Set(Self.keys).subtracting(try #require(said.steps[step]).left)
            }
            #expect(try gone("product") == ["product:SKU/42 ü*", "inventory:SKU/42 ü*"])
            #expect(try gone("category a*") == ["category:a*:h:v1"])
            #expect(try gone("search").isEmpty)
            #expect(try gone("facets shoes") == ["facets:shoes"])
            #expect(try gone("facets") == ["facets:shoes", "facets:boots"])
            #expect(try gone("trending") == ["trending:products"])
            let resources = ["product:", "inventory:", "facets:", "trending:"]
            #expect(
                try gone("global")
                    == Set(Self.keys.filter { key in resources.contains { key.hasPrefix($0) } }))
            for (name, step) in said.steps {
                let pages = step.calls.filter { $0.hasPrefix("tag ") || $0.hasPrefix("path ") }
                #expect(!pages.isEmpty && Array(step.calls.suffix(pages.count)) == pages, "\(name)")
            }
            #expect(
                said.steps["product"]?.calls.suffix(2)
                    == ["tag product:SKU/42 ü*", "path /product/SKU%2F42%20%C3%BC*"])
            #expect(said.steps["global"]?.calls.last == "path / layout")
        }
    }
}
