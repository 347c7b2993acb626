import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Keys with names of megabytes: a reply of SCAN has 64 MiB at most.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct LongNamesTests {
    private func name(_ number: Int, megabytes: Int) -> [UInt8] {
        Array("product:\(number):".utf8) + Array(repeating: 120, count: megabytes << 20)
    }

    @Test func pagesAreSmallWhileNamesAreLong() async throws {
        try await withRedis { server in
            for number in 0..<80 {
                try await server.run([
                    [Array("SET".utf8), name(number, megabytes: 1), Array("x".utf8)]
                ])
            }
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            #expect(snapshot.resources.first { $0.name == "product" }?.keys == 80)
            #expect(!snapshot.unavailable.contains { $0.what.hasPrefix("resources") })
        }
    }

    @Test func oneThatFitsNoReplyIsSaid() async throws {
        try await withRedis { server in
            try await server.run("SET product:1 x EX 60")
            try await server.run([
                [Array("SET".utf8), name(2, megabytes: 70), Array("x".utf8)]
            ])
            let options = LiveCacheOptions(
                endpoint: server.endpoint, events: .none, interval: .milliseconds(200))
            let snapshot = try await takeSnapshot(options)
            let keys = try #require(
                snapshot.unavailable.first { $0.what == "resources[].keys" })
            #expect(keys.why.contains("64 MiB"))
            #expect(snapshot.memory.usedBytes != nil)
            try await watching(options) { watch in
                await watch.until { $0.sweepProblems[.scan] != nil }
                #expect(watch.sweepProblems[.scan]?.why.contains("64 MiB") == true)
                // It goes on without the keys, on one connection.
                let samples = watch.samples.count
                let links = watch.links.count
                await watch.until { $0.samples.count == samples + 5 }
                #expect(watch.links.count <= links + 1 && watch.link == .live)
            }
        }
    }

    @Test func aPageThatIsTooLargeIsHalvedAndAtLastLeftAlone() {
        let pages = SweepPages()
        #expect(pages.limit == 1000)
        for (count, limit) in [(1000, 500), (50, 25), (200, 25), (2, 1)] {
            pages.noteTooLarge(count, now: 0)
            #expect(pages.limit == limit && pages.problem(now: 0) == nil)
        }
        pages.noteTooLarge(1, now: 0)
        #expect(pages.problem(now: 1) != nil && pages.failures == 5)
        #expect(pages.problem(now: SweepPages.pauseSeconds + 1) == nil)
    }
}
