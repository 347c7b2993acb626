import ArgumentParser
import Console
import Foundation
import TestSupport
import Testing

@testable import Storefront

/// The load on a real HTTP server: what is counted is what was answered.
@Suite(.tags(.http), .timeLimit(.minutes(5))) struct LoadHTTPTests {
    private func load(
        _ url: String, _ arguments: [String], stop: StopSignal = StopSignal()
    ) async throws -> LoadReport {
        let command = try LoadCommand.parse(["--quiet", "--products", "500", url] + arguments)
        return try await command.load(stop: stop).run()
    }

    @Test func theCountsAreExact() async throws {
        let server = LoadServer()
        try await server.serve { url in
            let report = try await load(url, ["--rps", "300", "--duration", "2"])
            let all = report.totals.all
            #expect((400...800).contains(all.requests))
            #expect(all.requests == server.uris.count)
            #expect(server.answered == ["HIT": all.hits, "MISS": all.misses])
            #expect(all.failed == 0 && all.bypasses == 0 && all.unmarked == 0)
            #expect(report.totals.shed == 0 && report.totals.inFlight == 0)
            #expect(report.totals.flows == all.requests)
            for resource in LoadResource.allCases {
                let asked = server.uris.filter { LoadResource(path: $0) == resource }.count
                #expect((report.totals.resources[resource]?.requests ?? 0) == asked)
            }
            // One a connection would be as many as requests.
            #expect(server.connections < all.requests / 2)
        }
    }

    @Test func aUnixSocketIsATarget() async throws {
        let path = "/tmp/cachetop-load-\(UInt64.random(in: 0 ... .max)).sock"
        let server = LoadServer()
        try await server.serve(unixSocket: path) { url in
            let report = try await load(url, ["--rps", "100", "--duration", "500ms"])
            #expect(report.totals.all.requests == server.uris.count)
            #expect(report.totals.all.requests > 0 && report.totals.all.failed == 0)
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    @Test func warmingUpIsNotCounted() async throws {
        let server = LoadServer()
        try await server.serve { url in
            let report = try await load(
                url, ["--rps", "50", "--duration", "1", "--warm-up"])
            let wanted = Shoppers(products: 500, exponent: 1, seed: 1).mostWanted()
            #expect(report.warmUpRequests == wanted.count)
            #expect(Set(server.uris.prefix(wanted.count)) == Set(wanted.map(\.path)))
            #expect(server.uris.count == wanted.count + report.totals.all.requests)
        }
    }

    @Test func allAnswersAreToldApart() async throws {
        let server = LoadServer { _, _ in
            switch Int.random(in: 0..<6) {
            case 0: LoadServer.Reply(status: 404, cache: "MISS")
            case 1: LoadServer.Reply(status: 429)
            case 2: LoadServer.Reply(status: 500, cache: "BYPASS")
            case 3: LoadServer.Reply(cache: "Hit from cloudfront")
            case 4: LoadServer.Reply(status: 302)
            default: LoadServer.Reply(cache: "HIT", bytes: 300_000)
            }
        }
        try await server.serve { url in
            let report = try await load(url, ["--rps", "200", "--duration", "1"])
            let all = report.totals.all
            let answered = server.answered
            #expect(all.misses == answered["MISS"] && all.notFound == answered["MISS"])
            #expect(all.hits == answered["HIT"])
            #expect(all.bypasses == answered["BYPASS"])
            #expect(
                all.otherStatuses
                    == [
                        429: answered["429"], 500: answered["BYPASS"], 302: answered["302"],
                    ].compactMapValues { $0 })
            #expect(all.unmarked == all.requests - all.hits - all.misses - all.bypasses)
            #expect(report.text.contains("the rate limit was hit: \(all.limited) of"))
        }
    }

    @Test func aRateLimitThatHitsAllIsSaid() async throws {
        let server = LoadServer { _, _ in LoadServer.Reply(status: 429) }
        try await server.serve { url in
            let report = try await load(url, ["--rps", "50", "--duration", "500ms"])
            #expect(report.totals.all.hitRate == nil)
            #expect(report.text.contains("the rate limit was hit: all requests"))
        }
    }

    /// Whatever made it late: who waits does not ask why.
    @Test func latencyCountsFromWhenARequestWasDue() async throws {
        let server = LoadServer()
        try await server.serve { url in
            let statistics = LoadStatistics(phases: 1)
            try await ShopClient.with(ShopTarget.base(url), connections: 1) { client in
                let generator = LoadGenerator(
                    client: client, plan: LoadPlan(phases: []), concurrency: 1,
                    statistics: statistics, stop: StopSignal())
                let flow = Flow(steps: [.get(path: "/a", .other), .get(path: "/b", .other)])
                await generator.carryOut(flow, due: .now - .seconds(5), phase: 0)
            }
            let totals = statistics.current
            #expect(totals.longestDelay >= .seconds(5))
            #expect(try #require(totals.all.latency.milliseconds(percentile: 1)) >= 5000)
            // The second was due when the first was answered.
            #expect(try #require(totals.all.latency.milliseconds(percentile: 0.5)) < 5000)
            #expect(server.uris == ["/a", "/b"])
        }
    }

    /// A slow shop gets no fewer shoppers, but what has no place is not sent, and told.
    @Test func aSlowShopIsNotSparedAndNotFlooded() async throws {
        let server = LoadServer { _, _ in
            LoadServer.Reply(cache: "MISS", delay: .milliseconds(300))
        }
        try await server.serve { url in
            let report = try await load(
                url, ["--rps", "200", "--duration", "1", "--concurrency", "10"])
            #expect(report.totals.shed > 50)
            #expect(report.totals.all.requests + report.totals.shed == report.totals.flows)
            #expect(report.totals.all.requests == server.uris.count)
            #expect(server.connections <= 11)
            #expect(report.text.contains("were not sent"))
        }
    }

    @Test func aShopThatDiesIsCountedAndReported() async throws {
        let server = LoadServer()
        try await server.serve { url in
            async let running = load(url, ["--rps", "200", "--duration", "2"])
            while server.uris.count < 100 { try await Task.sleep(for: .milliseconds(5)) }
            server.kill()
            let report = try await running
            let all = report.totals.all
            #expect(all.failures[.refused, default: 0] > 20)
            #expect(all.requests == all.hits + all.misses + all.failed)
            #expect(report.text.contains("connection refused"))
            #expect(report.json.contains("\"connection refused\""))
        }
    }

    @Test func aConnectionThatIsHungUpIsLost() async throws {
        let server = LoadServer { _, _ in LoadServer.Reply(hangsUp: true) }
        try await server.serve { url in
            let report = try await load(url, ["--rps", "50", "--duration", "500ms"])
            let all = report.totals.all
            #expect(all.failures == [.lost: all.requests])
            #expect(all.latency.count == 0)
        }
    }

    @Test func aFlowGoesOnWhereItIsAnsweredAndEndsWhereItIsNot() async throws {
        let server = LoadServer { uri, _ in
            uri == "/two" ? LoadServer.Reply(hangsUp: true) : LoadServer.Reply(cache: "HIT")
        }
        let flows = [["/one", "/two", "/three"], ["/one", "/four"]].map { paths in
            LoadScenario(
                name: "", weight: 1,
                steps: paths.flatMap {
                    [LoadScenario.Step.think(0.01)] + ((try? [.get(URLTemplate($0))]) ?? [])
                })
        }
        try await server.serve { url in
            let run = LoadRun(
                target: try ShopTarget.base(url),
                plan: LoadPlan(
                    phases: [
                        LoadPhase(seconds: 0.5, rate: 100),
                        LoadPhase(name: "second", seconds: 0.5, rate: 100),
                    ], scenarios: flows),
                shoppers: Shoppers(products: 100, exponent: 1, seed: 1),
                options: LoadRun.Options(isQuiet: true), stop: StopSignal())
            let report = try await run.run()
            func asked(_ path: String) -> Int { server.uris.filter { $0 == path }.count }
            #expect(asked("/one") == report.totals.flows)
            #expect(asked("/three") == 0)
            #expect(asked("/two") + asked("/four") == report.totals.flows)
            #expect(asked("/two") == report.totals.all.failures[.lost])
            let perPhase = report.totals.phases.map(\.counts.requests)
            #expect(perPhase.allSatisfy { $0 > 20 })
            #expect(perPhase.reduce(0, +) == report.totals.all.requests)
            #expect(report.text.contains("phase 1") && report.text.contains("second"))
        }
    }

    /// Stopped, it waits for the answer under way, and for no thinker.
    @Test func stoppingLosesNoAnswer() async throws {
        let server = LoadServer { _, _ in
            LoadServer.Reply(cache: "HIT", delay: .milliseconds(400))
        }
        try await server.serve { url in
            let stop = StopSignal()
            let steps: [LoadScenario.Step] = [
                .get(try URLTemplate("/a")), .think(3600), .get(try URLTemplate("/b")),
            ]
            let run = LoadRun(
                target: try ShopTarget.base(url),
                plan: LoadPlan(
                    phases: [LoadPhase(seconds: .infinity, rate: 100)],
                    scenarios: [LoadScenario(name: "", weight: 1, steps: steps)]),
                shoppers: Shoppers(products: 100, exponent: 1, seed: 1),
                options: LoadRun.Options(isQuiet: true), stop: stop)
            async let running = run.run()
            while server.uris.count < 80 { try await Task.sleep(for: .milliseconds(5)) }
            stop.stop()
            let all = try await running.totals.all
            #expect(all.hits == server.uris.count && all.failed == 0)
        }
    }

    @Test func aShopThatComesLateIsWaitedFor() async throws {
        let path = "/tmp/cachetop-load-\(UInt64.random(in: 0 ... .max)).sock"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let url = "http+unix://" + path.replacing("/", with: "%2F")
        let running = Task {
            try await load(url, ["--rps", "50", "--duration", "500ms", "--wait", "20"])
        }
        try await Task.sleep(for: .milliseconds(300))
        let server = LoadServer()
        try await server.serve(unixSocket: path) { _ in
            let all = try await running.value.totals.all
            #expect(all.requests > 0 && all.failed == 0)
        }
    }
}
