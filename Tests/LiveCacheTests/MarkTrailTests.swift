import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Marks in `cachetop:audit`: written with XADD alone, read by every dashboard.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct MarkTrailTests {
    private func options(_ server: RedisServer) -> LiveCacheOptions {
        LiveCacheOptions(endpoint: server.endpoint, interval: .milliseconds(100))
    }

    @Test func everyDashboardSeesItWithItsMoment() async throws {
        try await withRedis { server in
            try await watching(options(server)) { watch in
                await watch.until { $0.samples.count > 1 }
                try await server.invalidator().mark(try MarkText("deploy \"42\" é"))
                await watch.until { !$0.snapshot().timeline.isEmpty }
                let mark = try #require(watch.snapshot().timeline.first)
                #expect(mark.message == "deploy \"42\" é" && mark.by == "ann@bastion")
                #expect(mark.kind == .mark && watch.snapshot().invalidations.isEmpty)
                #expect(abs(watch.cache.clock.now.seconds(since: mark.at)) < 10)
            }
            let taken = try await takeSnapshot(options(server))
            #expect(taken.marks.map(\.message) == ["deploy \"42\" é"])
        }
    }

    /// A week back; what `cachetop mark` would not write, and what others put there, is passed over.
    @Test func theWeekBeforeIsRead() async throws {
        try await withRedis { server in
            let now = ServerClock().now
            func id(_ secondsAgo: Double) -> String {
                "\(now.adding(seconds: -secondsAgo).milliseconds)-1"
            }
            let long = String(repeating: "x", count: 201)
            let marks: [(Double, String)] = [
                (700_000, #"{"by":"ci","message":"too old"}"#),
                (80_000, #"{"by":"ci","message":"yesterday"}"#),
                (5000, #"{"message":"by nobody"}"#), (4000, "deploy 1"),
                (3000, #"{"by":"ci","message":"a\u001b[2J"}"#),
                (2000, "{\"by\":\"ci\",\"message\":\"\(long)\"}"),
                (60, #"{"by":"ci","message":"now","new":1}"#),
            ]
            try await server.run(
                marks.map { bytes("XADD", "cachetop:audit", id($0), "mark", $1) })
            let taken = try await takeSnapshot(options(server))
            #expect(taken.marks.map(\.message) == ["yesterday", "by nobody", "now"])
            #expect(taken.marks.map(\.by) == ["ci", nil, "ci"] && taken.invalidations.isEmpty)
        }
    }

    /// The trail's records are read as before: to a cachetop that knows no marks, the field is unknown.
    @Test func aMarkIsNoReport() async throws {
        try await withRedis { server in
            let invalidator = server.invalidator()
            try await invalidator.mark(try MarkText("deploy 42"))
            let done = await invalidator.purge(try invalidator.plan(.search))
            #expect(try await server.published().map(\.id) == [done.id])
            let entries = try await server.run("XRANGE cachetop:audit - +").elements ?? []
            let fields = entries.compactMap { $0.elements?[1].elements?.first?.text }
            #expect(fields == ["mark", "began", "record"])
            #expect(AuditStream.Event(rawValue: "mark") == nil)
        }
    }

    @Test func aReplicaRefusesIt() async throws {
        try await withRedis(RedisServer.Options { $0.tcp = true }) { primary in
            let port = primary.port
            try await withRedis(RedisServer.Options { $0.replicaOfPort = port }) { replica in
                let problem = await problem(replica.invalidator())
                #expect(problem?.isRefusal == true)
                let why = problem?.description ?? ""
                #expect(why.contains("connect to the primary"), "\(why)")
            }
        }
    }

    @Test func anotherNodeOfAClusterRefusesIt() async throws {
        try await withCluster(foreignKey: AuditStream.key) { nodes in
            let problem = await problem(nodes[0].invalidator())
            #expect(problem?.isRefusal == true)
            let why = problem?.description ?? ""
            #expect(why.contains("the key lives on another node"), "\(why)")
            #expect(await self.problem(nodes[1].invalidator()) == nil)
        }
    }

    private func problem(_ invalidator: Invalidator) async -> InvalidationPlan.Problem? {
        do {
            try await invalidator.mark(try MarkText("deploy 42"))
            return nil
        } catch let problem as InvalidationPlan.Problem {
            return problem
        } catch {
            Issue.record(error)
            return nil
        }
    }
}

extension Snapshot {
    /// Without the alerts of a Redis that has no limit.
    fileprivate var marks: [TimelineEntry] { timeline.filter { $0.kind == .mark } }
}
