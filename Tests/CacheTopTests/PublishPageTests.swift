import Foundation
import Metrics
import TestSupport
import Testing

/// The rest of docs/publish-events.md: its routes, and the other client.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PublishPageTests {
    /// The page's own files, as Next.js would call them: what the answers say is what cachetop counts.
    @Test func theRoutesOfThePageTellWhatTheyAnswer() async throws {
        struct Said: Decodable {
            var answers: [String: UInt64]
            var statuses: [Int]
            var afterPurge: String
            var withoutRedis: [String]
            var lost: Int
        }
        let options = RedisServer.Options {
            $0.tcp = true
            $0.password = "sesame-4711"
        }
        try await withRedis(options) { server in
            let project = try NodeProject()
            try project.writeFilesOfThePage()
            try project.write(
                """
                export async function loadProduct(id) { return Number(id) <= 20 ? { id } : null; }
                """, to: "lib/catalogue.mjs")
            async let said = project.run(
                """
                import { events, redis } from './lib/cache.mjs';
                import { GET } from './app/api/product/[id]/route.js';
                import { POST } from './app/api/revalidate/route.js';
                await until(() => redis.isReady);
                const answers = { HIT: 0, MISS: 0 };
                const get = async (id) => {
                  const response = await GET(new Request('http://shop/'), { params: Promise.resolve({ id }) });
                  return [response.status, response.headers.get('x-cache')];
                };
                const post = (order) => POST(new Request('http://shop/', { method: 'POST', body: JSON.stringify(order) }));
                for (let round = 0; round < 3; round += 1) {
                  for (let id = 1; id <= 25; id += 1) {
                    const [status, cache] = await get(String(id));
                    if (status !== (id <= 20 ? 200 : 404)) throw new Error(`${id}: ${status}`);
                    answers[cache] += 1;
                  }
                }
                const secret = process.env.REVALIDATE_SECRET;
                const statuses = [
                  await post({ secret: 'wrong', type: 'product', id: '1' }),
                  await post({ secret, type: 'product', id: '1' }),
                  await post({ secret, type: 'search' }), await post({ secret, type: 'x' }),
                ].map((response) => response.status);
                const [status, cache] = await get('1;2'); // an id like any other, and not there
                statuses.push(status);
                answers[cache] += 1;
                const [, afterPurge] = await get('1');
                answers[afterPurge] += 1;
                await redis.ping(); // the SETs before it are done, and their fills put down
                await events.flush();
                mark('told');
                await until(() => !redis.isReady);
                const withoutRedis = (await get('1')).map(String);
                end({ answers, statuses, afterPurge, withoutRedis, lost: events.lost });
                """, on: server, as: Said.self, preamble: NodeProject.steps,
                environment: [
                    "REDIS_URL": "redis://127.0.0.1:\(server.port ?? 0)",
                    "REDIS_PASSWORD": "sesame-4711", "REVALIDATE_SECRET": "a-secret-of-the-test",
                    "HOSTNAME": "web-1",
                ])
            try await project.reached("told")
            let result = try await Executable.cachetop.run(
                ["snapshot", "--since", "0"],
                environment: [
                    "REDIS_URL": "unix://\(server.socketPath)", "REDIS_PASSWORD": "sesame-4711",
                ])
            #expect(result.status == 0, "\(result.errors)")
            let snapshot = try Snapshot(json: Array(result.output.utf8))
            await server.kill()
            let end = try await said
            let product = try #require(snapshot.resources.first { $0.name == "product" })
            #expect(end.answers == ["HIT": product.hits, "MISS": product.misses])
            #expect(end.answers["HIT"] == 40)
            #expect(end.statuses == [401, 200, 200, 400, 404])
            #expect(end.afterPurge == "MISS")
            #expect(end.withoutRedis == ["200", "BYPASS"])
            // 77 look-ups, 21 fills, a purge (inventory:1 was not there) and a bump.
            #expect(snapshot.events.received == 77 + 21 + 2)
            #expect(snapshot.versions.first { $0.name == "search" }?.value == 2)
            let told = snapshot.invalidations.map { "\($0.by ?? "") \($0.scope)" }
            #expect(told.contains { $0.hasPrefix("web-1 ") && $0.contains("product:1") }, "\(told)")
            #expect(end.lost == 0)
        }
    }

    /// Debian has no ioredis: a stub of its shape stands in, which records what it is asked.
    @Test func aStubShapedLikeIORedisIsCalledAsIORedisWants() async throws {
        struct Said: Decodable {
            var calls: [[String]]
            var lost: [Int]
            var problem: String
        }
        try await withRedis { server in
            let said = try await NodeProject().run(
                """
                import { cacheEvents } from './lib/publish-events.mjs';
                class StubOfIORedis {
                  status = 'ready';
                  calls = [];
                  answer = async () => '1-0';
                  call(...args) { this.calls.push(args); return this.answer(); }
                  // ioredis has a method of this name that wants something else.
                  sendCommand() { throw new Error('not this one'); }
                }
                const stub = new StubOfIORedis();
                const events = cacheEvents(stub, { stream: 'shop:events', source: 'web-2', sampling: 1.2 });
                const lost = [];
                const tell = async () => {
                  events.publish('hit', 'product:1');
                  events.publish('miss', 'search:1:v2');
                  await events.flush();
                  lost.push(events.lost);
                };
                await tell();
                stub.status = 'reconnecting';
                await tell();
                stub.status = 'ready';
                stub.answer = async () => { throw new Error('OOM command not allowed'); };
                await tell();
                stub.answer = () => { throw new Error('thrown, not rejected'); };
                await tell();
                end({ calls: stub.calls, lost, problem: events.problem });
                """, on: server, as: Said.self, preamble: NodeProject.steps)
            let expected = [
                "XADD", "shop:events", "MAXLEN", "~", "1000000", "*", "src", "web-2",
                "hit", "product:1", "miss", "search:1:v2",
            ]
            #expect(said.calls == [expected, expected, expected])
            #expect(said.lost == [0, 2, 4, 6])
            #expect(said.problem.contains("thrown, not rejected"))
        }
    }
}
