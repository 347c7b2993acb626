import ArgumentParser
import Console
import Foundation
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis, .terminal), .timeLimit(.minutes(5))) struct WarmTests {
    private let top = Shoppers.Top(queries: 10, products: 30, inventories: 5)

    private var requests: [ShopRequest] {
        Shoppers(products: 500, exponent: 1, seed: 1).mostWanted(top)
    }

    private func warm(
        _ server: RedisServer, origin: any Origin = ScriptedOrigin(),
        stop: StopSignal = StopSignal(),
        requests: [ShopRequest]? = nil
    ) async throws -> WarmRun.Result {
        try await WarmRun(
            endpoint: server.endpoint, catalogue: origin, requests: requests ?? self.requests,
            concurrency: 4, isQuiet: true, stop: stop
        ).run()
    }

    /// Key to seconds left, of all but the stream.
    private func copies(_ redis: RedisConnection) async throws -> [String: Int64] {
        var copies: [String: Int64] = [:]
        for key in try await redis.send(RedisCommand("KEYS", "*")).elements ?? [] {
            guard let name = key.text, name != "cache:events", !name.hasPrefix("lists:") else {
                continue
            }
            copies[name] = try await redis.send(RedisCommand("TTL", name)).integerValue
        }
        return copies
    }

    @Test func whatIsWarmIsWhatTheAPIWouldWrite() async throws {
        let requests = requests
        let expected = try await ShopFixture.with { shop async throws in
            for request in requests { await shop.answer(request) }
            return try await copies(shop.redis)
        }
        try await withRedis { server in
            let result = try await warm(server)
            #expect(result.problem == nil)
            let all = result.summary.totals.all
            #expect(all.filled == requests.count && all.done == requests.count)
            try await RedisConnection.withConnection(to: server.endpoint) { redis in
                let copies = try await copies(redis)
                #expect(Set(copies.keys) == Set(expected.keys))
                #expect(copies.count == requests.count)
                for (key, left) in copies {
                    #expect(abs(left - (expected[key] ?? 0)) <= 5, "\(key): \(left)")
                }
                let entries =
                    try await redis.send(RedisCommand("XRANGE", "cache:events", "-", "+"))
                    .elements ?? []
                let words = entries.flatMap { $0.elements?.last?.elements ?? [] }.compactMap(\.text)
                let fields = stride(from: 0, to: words.count, by: 2).map { words[$0] }
                #expect(Set(fields) == ["src", "fill"])
                #expect(fields.filter { $0 == "fill" }.count == requests.count)
                #expect(words.contains("warm"))
            }
        }
    }

    @Test func aSecondRunFillsOnlyWhatIsMissing() async throws {
        let requests = requests
        try await withRedis { server in
            _ = try await warm(server, requests: Array(requests.prefix(100)))
            let origin = ScriptedOrigin { request in
                request == .product(id: "1") ? .failure(.notFound) : .success([1])
            }
            let more = [.product(id: "1")] + requests.filter { $0 != .product(id: "1") }
            let result = try await warm(server, origin: origin, requests: more)
            let all = result.summary.totals.all
            #expect(all.there >= 99 && all.notFound == 1 && all.failed == 0)
            #expect(all.filled == origin.loaded.count - 1)
            #expect(all.done == more.count)
            #expect(result.problem == nil)
        }
    }

    @Test func interruptedItSaysSoAndGoesOnLater() async throws {
        let requests = requests
        try await withRedis { server in
            let stop = StopSignal()
            let count = Mutex(0)
            let origin = ScriptedOrigin { _ in
                if count.withLock({ count in
                    count += 1
                    return count
                }) == 20 {
                    stop.stop()
                }
                return .success([1])
            }
            let first = try await warm(server, origin: origin, stop: stop)
            let done = first.summary.totals.all
            #expect((20...30).contains(done.filled) && done.failed == 0)
            #expect(first.problem?.description.hasPrefix("Interrupted.") == true)
            let second = try await warm(server)
            #expect(second.problem == nil)
            #expect(second.summary.totals.all.there == done.filled)
            #expect(second.summary.totals.all.filled == requests.count - done.filled)
        }
    }

    @Test func aLostRedisEndsIt() async throws {
        try await withRedis { server in
            let count = Mutex(0)
            let origin = ScriptedOrigin(delay: .milliseconds(5)) { _ in
                count.withLock { $0 += 1 }
                return .success([1])
            }
            async let running = warm(server, origin: origin)
            while count.withLock({ $0 }) < 20 { try await Task.sleep(for: .milliseconds(1)) }
            await server.kill()
            let result = try await running
            let problem = try #require(result.problem)
            #expect(problem.description.contains("Run it again"))
            let all = result.summary.totals.all
            #expect(all.failed > 0 && all.filled > 0 && all.done < requests.count)
        }
    }

    @Test func noRedisIsASentence() async throws {
        let result = try await Executable.storefront.run([
            "warm", "--redis", "unix:///nowhere/redis.sock", "--catalogue", temporaryFile,
            "--products", "200",
        ])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains("Nothing was warmed."), "\(result.errors)")
    }

    @Test func theProgramSaysWhatItDid() async throws {
        let file = temporaryFile
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await withRedis { server in
            let arguments = [
                "warm", "--redis", "unix://\(server.socketPath)", "--catalogue", file,
                "--products", "200", "--only", "facets,trending",
            ]
            let first = try await Executable.storefront.run(arguments)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("41 of 41"))
            #expect(first.output.contains(try Regex("trending +1 +0 +0 +0 +900s")))
            #expect(first.output.contains(try Regex("facets +40 +0 +0 +0 +600s")))
            let second = try await Executable.storefront.run(arguments)
            #expect(second.output.contains(try Regex("facets +0 +40 +0 +0 +600s")))
        }
    }

    @Test func aTerminalShowsTheProgressAndControlCStops() async throws {
        let program = Executable.storefront.path
        let file = temporaryFile
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await withRedis { server in
            // The first row scrolls away when tmux says that the program has ended.
            let command =
                "echo; \(program) warm --redis unix://\(server.socketPath) --catalogue \(file)"
                + " --products 3000 --products-top 3000 --concurrency 1"
            try await Tmux.withTerminal(columns: 80, rows: 30, command: command) { terminal in
                try await terminal.waitFor(text: " of 3181  ", timeout: .seconds(30))
                try terminal.sendKeys("C-c")
                #expect(try await terminal.waitForExit(timeout: .seconds(60)) == 1)
                let screen = try await terminal.waitFor(text: "Interrupted.")
                #expect(screen.contains { $0.contains("already there") })
            }
        }
    }

    @Test(arguments: [
        ["--only", "shoes"], ["--queries", "401"], ["--concurrency", "0"],
        ["--redis", "redis://user:secret@host"],
    ])
    func wrongOptionsAreRefused(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try WarmCommand.parse(arguments) }
        #expect(!"\(error as Any)".contains("secret"))
    }

    @Test func copiesThatAreGoneAlreadyAreNamed() {
        var totals = WarmTally.Totals()
        let end = ContinuousClock.now
        totals.rows[.search] = WarmTally.Row(filled: 1, firstFill: end - .seconds(31))
        totals.rows[.product] = WarmTally.Row(filled: 1, firstFill: end - .seconds(31))
        let summary = WarmSummary(
            totals: totals, wanted: 2, elapsed: .seconds(31), end: end, policy: .standard)
        #expect(summary.text.contains("copies of search live 30 s"))
        #expect(!summary.text.contains("copies of product"))
    }

    @Test(arguments: [1, 8]) func onlyFillsCanBeTold(batch: Int) async throws {
        var options = Shop.Options()
        options.events.published = .fills
        options.events.batch = batch
        try await ShopFixture.with(options: options) { shop async throws in
            for _ in 1...2 { await shop.answer(.trending) }
            shop.shop.publisher.publish(.miss, Array("product:1".utf8))
            shop.shop.publisher.publishInvalidation([
                CacheEvent(.purge, key: Array("product:1".utf8))
            ])
            await shop.shop.publisher.finish()
            let words = try await shop.events().joined()
            #expect(
                Array(words) == ["fill", "trending:products", "purge", "product:1"])
        }
    }

    private var temporaryFile: String {
        FileManager.default.temporaryDirectory.appending(path: "warm-\(UUID()).sqlite").path()
    }
}
