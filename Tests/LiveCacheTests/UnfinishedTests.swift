import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What began and reported no end: on every dashboard, and at the next start.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct UnfinishedTests {
    private func began(_ id: String, secondsAgo: Double, removed: UInt64? = nil)
        -> InvalidationRecord
    {
        let record = InvalidationRecord(
            id: id, at: ServerClock().now.adding(seconds: -secondsAgo), scope: "facets",
            by: "bob@bastion", via: .redis, outcome: .refused, message: "", resources: ["facets"],
            keysPlanned: 3000)
        return record.unfinished(removed: removed, seconds: 0.5, edgeSeconds: 1800)
    }

    private func publish(
        _ server: RedisServer, _ reports: [(AuditStream.Event, InvalidationRecord)]
    ) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        try await server.run(
            try reports.enumerated().map { index, report in
                let id = "\(report.1.at.milliseconds)-\(index)"
                return bytes("XADD", "cachetop:audit", id, report.0.rawValue)
                    + [Array(try encoder.encode(report.1))]
            })
    }

    @Test func everyDashboardShowsIt() async throws {
        try await withRedis { server in
            var ended = began("c", secondsAgo: 90)
            (ended.outcome, ended.message) = (.done, "removed all 3,000 keys.")
            try await publish(
                server,
                [
                    (.began, began("c", secondsAgo: 100)), (.ended, ended),
                    (.began, began("a", secondsAgo: 80)),
                    (.progress, began("a", secondsAgo: 70, removed: 1500)),
                    (.began, began("b", secondsAgo: 40)),
                ])
            let options = LiveCacheOptions(
                endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                await watch.until { $0.samples.count > 1 }
                let shown = watch.snapshot().invalidations
                #expect(shown.map(\.id) == ["c", "a"])
                #expect(shown.map(\.outcome) == [.done, .unfinished])
                #expect(
                    shown.last?.message
                        == "removed 1,500 of 3,000 keys, then reported no end; purge again to be sure."
                )
                #expect(shown.last?.edgeStaleUntil != nil)
                // Its end comes after all.
                var late = began("a", secondsAgo: 0)
                (late.outcome, late.keysRemoved) = (.done, 3000)
                try await publish(server, [(.ended, late)])
                await watch.until { $0.snapshot().invalidations.allSatisfy { $0.outcome == .done } }
            }
        }
    }

    /// The one under way is known to the plan of the same: by the snapshot's readers and by purge.
    @Test func aPlanKnowsWhoIsAtIt() async throws {
        try await withRedis { server in
            try await publish(
                server,
                [
                    (.began, began("b", secondsAgo: 5)),
                    (.progress, began("b", secondsAgo: 2, removed: 10)),
                ])
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.facets(nil))).get()
            #expect(planned.radius.recent?.map(\.outcome) == [.unfinished])
            #expect(planned.radius.recent?.first?.keysRemoved == 10)
        }
    }

    /// A day back, whatever lies between: what did not end is not pushed out by what did.
    @Test func theDayBeforeIsReadBehindTheRest() async throws {
        try await withRedis { server in
            var ended = began("done", secondsAgo: 3000)
            ended.outcome = .done
            var late = began("late", secondsAgo: 100)
            late.outcome = .done
            let noise = (0..<250).map { number in
                var record = began("n\(number)", secondsAgo: 4000)
                record.outcome = .done
                return (AuditStream.Event.ended, record)
            }
            try await publish(
                server,
                [
                    (.began, began("too old", secondsAgo: 90_000)),
                    (.began, began("old", secondsAgo: 80_000)),
                    (.began, began("done", secondsAgo: 5000)),
                    (.began, began("late", secondsAgo: 4500)),
                ] + noise + [(.ended, ended), (.ended, late)])
            let options = LiveCacheOptions(
                endpoint: server.endpoint, interval: .milliseconds(100))
            let snapshot = try await takeSnapshot(options)
            func check(_ snapshot: Snapshot) {
                let ids = snapshot.invalidations.map(\.id)
                #expect(ids.count == 200 && ids.first == "old" && ids.last == "late")
                #expect(ids.contains("done") && !ids.contains("too old"))
                let open = snapshot.invalidations.filter { $0.outcome == .unfinished }
                #expect(open.map(\.id) == ["old"])
            }
            check(snapshot)
            #expect(snapshot.server.windows.allSatisfy { $0.hitRate == nil })
            try await watching(options) { watch in
                await watch.until { $0.snapshot().invalidations.contains { $0.id == "old" } }
                check(watch.snapshot())
            }
        }
    }

    /// Its end is read before its beginning, and may be forgotten by then.
    @Test func whatEndedInFrontIsNotOpenBehind() {
        func id(_ milliseconds: UInt64) -> StreamID {
            StreamID(milliseconds: milliseconds, sequence: 0)
        }
        func entry(_ milliseconds: UInt64, _ name: String) -> AuditStream.Entry {
            AuditStream.Entry(id: id(milliseconds), record: began(name, secondsAgo: 5000))
        }
        var past = AuditPast(before: id(100), starts: [id(50), id(1)], unfinishedAfter: id(10))
        var ended = began("a", secondsAgo: 1)
        ended.outcome = .notDone
        past.note(ended)
        #expect(past.position == id(50))
        #expect(past.take([entry(60, "a"), entry(61, "b")], asked: 2).isEmpty && !past.isRead)
        // The next entry lies behind the stretch; what lies on its end belongs to it.
        #expect(past.take([entry(100, "c"), entry(101, "d")], asked: 2).map(\.id) == ["b", "c"])
        #expect(past.position == id(1) && !past.isRead)
        #expect(past.take([entry(9, "too old"), entry(50, "e")], asked: 3).map(\.id) == ["e"])
        #expect(past.isRead)
    }

    /// Entries of a cachetop that knew only the end, beside those of this one.
    @Test func oldEntriesAreStillRead() async throws {
        try await withRedis { server in
            let now = ServerClock().now.adding(seconds: -30)
            let old =
                #"{"at":"\#(now)","by":"ann@bastion","durationSeconds":0.1,"edgeStaleUntil":null,"#
                + #""from":4,"id":"0","keysRemoved":null,"message":"x","outcome":"done","scope":"search","#
                + #""to":5,"via":"redis"}"#
            try await server.run([bytes("XADD", "cachetop:audit", "*", "record", old)])
            let invalidator = server.invalidator()
            _ = await invalidator.purge(try invalidator.plan(.trending))
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            #expect(snapshot.invalidations.map(\.scope) == ["search", "trending"])
        }
    }

    // MARK: The file

    private func line(
        _ event: AuditEntry.Event, _ record: InvalidationRecord, target: String,
        seconds: Double = 0, done: UInt64? = nil
    ) throws -> [UInt8] {
        let plan = InvalidationPlan(
            scope: .facets(nil), work: .redis([]), target: target, edgeSeconds: 0)
        var radius = BlastRadius(edge: CachePolicy.standard.edge(of: .facets(nil)))
        radius.recent = nil
        var entry = AuditEntry(event, record, plan: plan, radius: event == .progress ? nil : radius)
        entry.at = record.at.adding(seconds: seconds)
        (entry.keysDone, entry.keysRemoved) = (done, done)
        return try #require(entry.line)
    }

    @Test func theNextStartFindsItInTheFile() throws {
        let path = NSTemporaryDirectory() + "cachetop-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let here = "redis://cache-1:6379/0"
        func record(_ id: String, _ ago: Double, _ scope: String = "facets") -> InvalidationRecord {
            var record = began(id, secondsAgo: ago)
            record.scope = scope
            return record
        }
        var done = record("again", 5000, "search")
        done.outcome = .done
        var failed = record("failed", 4000)
        failed.outcome = .notDone
        // Once: the clock goes on between two calls.
        let cutOff = record("cut", 8000)
        let lines: [[UInt8]] = [
            Array("not JSON\n{\"half\": ".utf8) + [10],
            try line(.began, record("too old", 90_000), target: here),
            try line(.began, cutOff, target: here),
            try line(.progress, cutOff, target: here, seconds: 12, done: 1500),
            try line(.began, record("elsewhere", 7000), target: "redis://other:6379/0"),
            try line(.began, record("search", 6000, "search"), target: here),
            try line(.began, done, target: here), try line(.ended, done, target: here),
            try line(.began, failed, target: here), try line(.ended, failed, target: here),
            try line(.began, record("now", 3), target: here),
        ]
        try Data(lines.joined()).write(to: URL(filePath: path))
        let trail = AuditTrail(path: path)
        let now = ServerClock().now
        let found = trail.openAttempts(targets: [here, "https://shop.test/api"], at: now)
        // "search" was purged by a later attempt.
        #expect(found.map(\.record.id) == ["cut", "now"])
        #expect(found.map { $0.record.isOver(at: now) } == [true, false])
        let cut = try #require(found.first?.record)
        #expect(cut.keysRemoved == 1500 && cut.keysPlanned == 3000 && cut.by == "bob@bastion")
        #expect(cut.resources == ["facets"] && cut.durationSeconds == 12)
        #expect(cut.message.hasPrefix("removed 1,500 of 3,000 keys, then reported no end"))
        for path in ["\(path).none", "/dev/zero", "/"] {
            #expect(AuditTrail(path: path).openAttempts(targets: [here], at: now).isEmpty)
        }
        // Once reported it is still known, as reported.
        #expect(found.map(\.isReported) == [false, false])
        if let first = found.first { trail.markReported(first, at: now) }
        let again = trail.openAttempts(targets: [here], at: now)
        #expect(again.map(\.record.id) == ["cut", "now"])
        #expect(again.map(\.isReported) == [true, false])
    }

    /// Only the end of a long file is read, and its first line may be cut.
    @Test func theEndOfALongFileIsRead() throws {
        let path = NSTemporaryDirectory() + "cachetop-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let here = "redis://cache-1:6379/0"
        let padding = Array(String(repeating: "x", count: 3_000_000).utf8) + [10]
        let lines = try line(.began, began("early", secondsAgo: 900), target: here) + padding
        try Data(lines + line(.began, began("late", secondsAgo: 800), target: here))
            .write(to: URL(filePath: path))
        let found = AuditTrail(path: path).openAttempts(targets: [here], at: ServerClock().now)
        #expect(found.map(\.record.id) == ["late"])
    }
}
