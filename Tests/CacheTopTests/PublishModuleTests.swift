import Foundation
import Metrics
import TestSupport
import Testing

/// docs/publish-events.mjs with node-redis on a real Redis, read by the real cachetop.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PublishModuleTests {
    private struct Loss: Decodable {
        var lost: Int
        var problem: String
        var told: Int
    }

    private func snapshot(_ url: String, password: String? = nil) async throws -> Snapshot {
        var environment = ["REDIS_URL": url]
        if let password { environment["REDIS_PASSWORD"] = password }
        let result = try await Executable.cachetop.run(
            ["snapshot", "--since", "0"], environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        return try Snapshot(json: Array(result.output.utf8))
    }

    @Test func thePageShowsTheModuleWhole() throws {
        let module = try NodeProject.document("docs/publish-events.mjs")
        let page = try NodeProject.document("docs/publish-events.md")
        #expect(page.contains("\n```js\n\(module)```\n"), "the page and the file differ")
        #expect(module.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
        #expect(!module.contains("import "))
    }

    @Test func everyCountComesOutExactly() async throws {
        struct Said: Decodable {
            var counts: [String: [String: UInt64]]
            var lost: Int
            var published: UInt64
        }
        try await withRedis { server in
            let said = try await NodeProject().run(
                """
                const events = cacheEvents(redis, { source: 'web-1' });
                const names = ['search', 'product', 'category', 'facets', 'trending', 'inventory'];
                const counts = Object.fromEntries(names.map((name) => [name, { hit: 0, miss: 0 }]));
                let published = 0;
                const publish = (outcome, key) => { events.publish(outcome, key); published += 1; };
                for (let index = 0; index < 6000; index += 1) {
                  const name = names[index % 7 % 6];
                  const kind = name === 'trending' ? 'trending:products' : name;
                  const outcome = index % 5 ? 'hit' : 'miss';
                  publish(outcome, `${kind}:${index % 90} ü\\n`);
                  counts[name][outcome] += 1;
                  if (outcome === 'miss') publish('fill', `${kind}:${index % 90}`);
                  if (index % 97 === 0) await new Promise(setImmediate);
                }
                publish('purge', 'product:42');
                publish('purge-glob', 'category:shoes:*');
                publish('bump', 'version:search');
                await events.flush();
                end({ counts, published, lost: events.lost });
                """, on: server, as: Said.self)
            #expect(said.lost == 0)
            let snapshot = try await snapshot("unix://\(server.socketPath)")
            #expect(snapshot.events.received == said.published)
            #expect(snapshot.events.unknown == 0)
            for (name, counts) in said.counts {
                let report = try #require(snapshot.resources.first { $0.name == name })
                #expect(["hit": report.hits, "miss": report.misses] == counts, "\(name)")
            }
            let scopes = snapshot.invalidations.filter { $0.by == "web-1" }.map(\.scope)
            for part in ["product:42", "category:shoes:*", "version:search"] {
                #expect(scopes.contains { $0.contains(part) }, "\(scopes)")
            }
        }
    }

    /// One in ten, with its weight: told a tenth, counted whole. Purges are told all.
    @Test func sampledLookUpsAreCountedWhole() async throws {
        try await withRedis { server in
            let said = try await NodeProject().run(
                """
                let drawn = 0;
                Math.random = () => (drawn++ % 10) / 10;
                const events = cacheEvents(redis, { sampling: 10 });
                for (let index = 0; index < 700; index += 1) events.publish('hit', `product:${index}`);
                for (let index = 0; index < 300; index += 1) events.publish('miss', `product:${index}`);
                for (let index = 0; index < 5; index += 1) events.publish('purge', `product:${index}`);
                await events.flush();
                const fields = (await entries()).flat();
                end({ lost: events.lost, problem: events.problem, told: fields.filter((f) => f === 'hit' || f === 'miss' || f === 'purge').length });
                """, on: server, as: Loss.self)
            #expect(said.told == 105)
            let snapshot = try await snapshot("unix://\(server.socketPath)")
            #expect(snapshot.total.hits == 700)
            #expect(snapshot.total.misses == 300)
            #expect(snapshot.events.unknown == 0)
        }
    }

    /// A request that publishes goes on before anything is sent; 32 pairs at most go together, and
    /// what waits goes by itself.
    @Test func publishingOnlyPutsDown() async throws {
        struct Said: Decodable {
            var results: [String]
            var sentMeanwhile: Int
            var sizes: [Int]
            var heads: [[String]]
        }
        try await withRedis { server in
            let said = try await NodeProject().run(
                """
                let sent = 0;
                const spy = {
                  get isReady() { return redis.isReady; },
                  sendCommand(args) { sent += 1; return redis.sendCommand(args); },
                };
                const events = cacheEvents(spy, { source: 'web-1' });
                const results = [];
                for (let index = 0; index < 100; index += 1) {
                  results.push(typeof events.publish('hit', `product:${index}`));
                }
                await Promise.resolve();
                const sentMeanwhile = sent;
                await until(async () => (await redis.exists('cache:events')) === 1 && (await entries()).length === 4);
                events.publish('miss', 'product:1');
                await until(async () => (await entries()).length === 5);
                const all = await entries();
                end({
                  results: [...new Set(results)], sentMeanwhile,
                  sizes: all.map((fields) => fields.length / 2 - 1),
                  heads: all.map((fields) => fields.slice(0, 2)),
                });
                """, on: server, as: Said.self)
            #expect(said.results == ["undefined"])
            #expect(said.sentMeanwhile == 0)
            #expect(said.sizes == [32, 32, 32, 4, 1])
            #expect(Set(said.heads) == [["src", "web-1"]])
        }
    }

    @Test func withoutRedisEventsAreLostAndCountedAndNothingElse() async throws {
        try await withRedis { server in
            let project = try NodeProject()
            async let said = project.run(
                """
                const events = cacheEvents(redis);
                events.publish('hit', 'product:1');
                await events.flush();
                mark('connected');
                await until(() => !redis.isReady);
                for (let index = 0; index < 100; index += 1) events.publish('hit', 'product:2');
                await events.flush();
                const { lost, problem } = events;
                mark('alone');
                await until(() => redis.isReady);
                for (let index = 0; index < 7; index += 1) events.publish('miss', 'product:3');
                await events.flush();
                const told = (await entries()).flat().length / 2;
                end({ lost: lost === events.lost ? lost : -1, problem, told });
                """, on: server, as: Loss.self)
            try await project.reached("connected")
            await server.kill()
            try await project.reached("alone")
            try await server.restart()
            let result = try await said
            #expect(result.lost == 100)
            #expect(result.problem.contains("not connected"))
            #expect(result.told == 7)
            let snapshot = try await snapshot("unix://\(server.socketPath)")
            #expect(snapshot.total.misses == 7)
            #expect(snapshot.total.hits == 0)
        }
    }

    /// A Redis that accepts and says nothing: memory stays bounded, requests go on, and afterwards
    /// each event was either told or counted as lost.
    @Test func aFrozenRedisHoldsNothingUp() async throws {
        try await withRedis { server in
            let project = try NodeProject()
            async let said = project.run(
                """
                const events = cacheEvents(redis);
                mark('connected');
                await reached('frozen');
                for (let index = 0; index < 20_000; index += 1) {
                  events.publish('hit', `product:${index}`);
                  if (index % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
                }
                await events.flush(20); // comes back although nobody answers
                mark('published');
                await reached('thawed');
                await events.flush(30_000);
                const told = (await entries()).flat().length / 2;
                end({ lost: events.lost, problem: events.problem, told });
                """, on: server, as: Loss.self)
            try await project.reached("connected")
            server.freeze()
            try project.mark("frozen")
            try await project.reached("published")
            server.thaw()
            try project.mark("thawed")
            let result = try await said
            #expect(result.told + result.lost == 20_000)
            // 8,192 that wait and 16 entries of 32 on their way.
            #expect(result.told == 8_192 + 16 * 32)
        }
    }

    @Test func whatRedisRefusesIsCountedAndSaid() async throws {
        try await withRedis { server in
            let said = try await NodeProject().run(
                """
                await redis.set('cache:events', 'a string');
                const events = cacheEvents(redis);
                for (let index = 0; index < 40; index += 1) events.publish('hit', 'product:1');
                events.publish('hit', undefined);
                events.publish(undefined, 'product:1');
                await events.flush();
                end({ lost: events.lost, problem: events.problem, told: 0 });
                """, on: server, as: Loss.self)
            #expect(said.lost == 42)
            #expect(said.problem.contains("WRONGTYPE"))
        }
    }
}
