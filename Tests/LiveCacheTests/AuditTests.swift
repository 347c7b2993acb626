import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Every attempt leaves a line, and every dashboard on that Redis sees it.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct AuditTests {
    @Test func everyAttemptIsWritten() async throws {
        try await withRedis { server in
            try await server.set(0..<3, "facets:")
            let invalidator = server.invalidator()
            let facets = try invalidator.plan(.facets(nil))
            let planned = try await invalidator.survey(facets).get()
            let dry = invalidator.dryRun(planned)
            let refused = await server.invalidator(guards: InvalidationGuards(isReadOnly: true))
                .carryOut(planned)
            let done = await invalidator.carryOut(planned)
            try await server.run("SET version:search blue")
            let failed = await invalidator.purge(try invalidator.plan(.search))
            let entries = try server.trailEntries()
            #expect(
                entries.map(\.event)
                    == [.ended, .ended, .began, .progress, .ended, .began, .ended])
            #expect(
                entries.map(\.record?.outcome)
                    == [.dryRun, .refused, nil, nil, .done, nil, .notDone])
            #expect(
                entries.map(\.id) == [dry, refused, done, done, done, failed, failed].map(\.id))
            #expect(
                entries.allSatisfy { $0.by == "ann@bastion" && $0.schema == "cachetop.audit/1" })
            #expect(entries[2].plan.contains("SCAN MATCH facets:*"))
            #expect(entries[2].radius?.keys == 3 && entries[2].keysPlanned == 3)
            #expect(entries[3].keysDone == 3 && entries[3].keysRemoved == 3)
            #expect(entries[4].record?.keysRemoved == 3 && done.trailProblem == nil)
            let attributes = try FileManager.default.attributesOfItem(atPath: server.trailPath)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            // What sent nothing tells nobody on Redis.
            #expect(try await server.published().map(\.id) == [done.id, failed.id])
            #expect(try await server.published(.began).map(\.id) == [done.id, failed.id])
            #expect(try await server.run("XLEN cachetop:audit").integerValue == 4)
        }
    }

    @Test func fieldsAreAlwaysThereAndControlsEscaped() async throws {
        try await withRedis { server in
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.key(Array("a\u{1b}[2J\u{202e}\nb".utf8)))
            _ = await invalidator.purge(plan)
            let text = try String(contentsOfFile: server.trailPath, encoding: .utf8)
            let lines = text.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
            for line in lines {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                let names = try #require(object as? [String: Any]).keys.sorted()
                #expect(
                    names == [
                        "at", "by", "event", "id", "keysDone", "keysPlanned", "keysRemoved",
                        "plan", "radius", "record", "schema", "scope", "target", "via",
                    ])
            }
        }
    }

    /// Nothing was sent, but it was tried.
    @Test func aPlanThatFailsIsWritten() async throws {
        try await withRedis { server in
            let gone = RedisEndpoint(address: .unixSocket(path: "\(server.folder)/none.sock"))
            let invalidator = server.invalidator(endpoint: gone)
            let problem = await invalidator.survey(try invalidator.plan(.trending)).failure
            #expect(problem?.isRefusal == false)
            let entries = try server.trailEntries()
            #expect(entries.map(\.record?.outcome) == [.notDone])
            #expect(entries.first?.record?.message == problem?.description)
        }
    }

    /// As a full disk leaves it; and a file that somebody else's umask made.
    @Test func aBrokenLineStaysByItself() async throws {
        try await withRedis { server in
            let path = "\(server.folder)/broken.jsonl"
            try Data("{\"half\":".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let invalidator = server.invalidator(trail: path)
            for _ in 1...2 {
                _ = invalidator.dryRun(
                    try await invalidator.survey(try invalidator.plan(.trending)).get())
            }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines[0] == "{\"half\":")
            for line in lines.dropFirst() {
                _ = try JSONDecoder().decode(AuditEntry.self, from: Data(line.utf8))
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: ["/dev/full", "/proc/nowhere/audit.jsonl", "/"])
    func aTrailThatCannotBeWrittenIsSaidAndStopsNothing(_ path: String) async throws {
        try await withRedis { server in
            try await server.run("SET facets:a x")
            let invalidator = server.invalidator(trail: path)
            let record = await invalidator.purge(try invalidator.plan(.facets(Array("a".utf8))))
            #expect(record.outcome == .done && record.keysRemoved == 1)
            #expect(record.trailProblem?.contains("\(path) was not written") == true)
        }
    }

    @Test func whoMayNotWriteTheTrailOnRedisSaysSo() async throws {
        let users = RedisServer.Options {
            $0.users = ["u on >secret %R~* ~facets:* ~cache:events +@all"]
        }
        try await withRedis(users) { server in
            try await server.run("SET facets:a x")
            let invalidator = server.invalidator(user: "u")
            let record = await invalidator.purge(try invalidator.plan(.facets(Array("a".utf8))))
            #expect(record.outcome == .done)
            #expect(record.trailProblem?.contains("NOPERM") == true)
            #expect(try server.trailEntries().last?.record?.trailProblem == record.trailProblem)
        }
    }

    /// Another cachetop's purge is on this one's screen with its next look; its event is not told
    /// beside it. A counter that moves by itself is.
    @Test func othersAreSeen() async throws {
        try await withRedis { server in
            try await server.run(
                "SET version:search 4", "SET version:global 2", "XADD cache:events * hit product:1",
                "SET facets:a x")
            let earlier = server.invalidator()
            _ = await earlier.purge(try earlier.plan(.facets(Array("a".utf8))))
            let options = LiveCacheOptions(
                endpoint: server.endpoint, interval: .milliseconds(100))
            try await watching(options) { watch in
                // Its event may come a moment before its record, which takes the event's place.
                func scopes(_ watch: Watch) -> [String] {
                    watch.snapshot().invalidations.map(\.scope)
                }
                await watch.until { scopes($0) == ["facets a"] }
                _ = await earlier.purge(try earlier.plan(.search))
                await watch.until { scopes($0) == ["facets a", "search"] }
                let record = try #require(watch.snapshot().invalidations.last)
                #expect(record.by == "ann@bastion" && record.to == 5 && record.via == .redis)
                await watch.until {
                    $0.history.snapshot(at: $0.cache.clock.now, endpoint: "", intervalSeconds: 1)
                        .versions.first?.value == 5
                }
                try await server.run("INCR version:global")
                await watch.until { scopes($0).last == "bump version:global" }
                #expect(scopes(watch).count == 3)
                let moved = try #require(watch.snapshot().invalidations.last)
                #expect(moved.via == .observed)
                #expect(moved.from == 2 && moved.to == 3 && moved.by == nil)
                #expect(moved.resources == ["category"])
            }
        }
    }

    @Test func aTrailOfAnotherTypeIsNamed() async throws {
        try await withRedis { server in
            try await server.run("SET cachetop:audit x")
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            let why = snapshot.unavailable.first { $0.what == "invalidations" }?.why
            #expect(why?.contains("is a string") == true)
        }
    }

    /// Before the first removal, after the last, and nothing of the shop's stream is trimmed.
    @Test func theOrderOnRedis() async throws {
        try await withRedis { server in
            try await server.run("XADD cache:events * hit a", "SET facets:a x", "SET facets:b x")
            try await server.run("CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 1000")
            let invalidator = server.invalidator()
            let plan = try invalidator.plan(.pattern(Array("facets:*".utf8)))
            #expect(await invalidator.purge(plan).keysRemoved == 2)
            let log = try await server.run("SLOWLOG GET 1000").elements ?? []
            let commands = log.reversed().map {
                ($0.elements?[3].elements ?? []).compactMap(\.text).prefix(6)
            }.filter { ["XADD", "UNLINK", "INCR"].contains($0.first) }
            #expect(
                commands.map { $0.filter { !$0.hasPrefix("facets:") } } == [
                    ["XADD", "cachetop:audit", "MAXLEN", "~", "10000", "*"], ["UNLINK"],
                    ["XADD", "cache:events", "NOMKSTREAM", "*", "src", "cachetop"],
                    ["XADD", "cachetop:audit", "MAXLEN", "~", "10000", "*"],
                ])
            #expect(try await server.published(.began).count == 1)
            #expect(try await server.published().count == 1)
        }
    }

    @Test func aLongPurgeReportsItsProgress() async throws {
        try await withRedis { server in
            try await server.set(0..<20, "facets:")
            let invalidator = server.invalidator(batch: 4, reportSeconds: 0)
            let record = await invalidator.purge(
                try invalidator.plan(.pattern(Array("facets:*".utf8))))
            let reports = try await server.published(.progress)
            #expect(reports.map(\.id).allSatisfy { $0 == record.id } && reports.count > 0)
            let last = try #require(reports.last)
            #expect(last.outcome == .unfinished && last.keysRemoved == 20)
            #expect(last.message.hasPrefix("removed 20 of 20 keys, then reported no end"))
            #expect(last.edgeStaleUntil != nil)
        }
    }

    /// A proxy that hangs up on a command that it does not know, and a key that is no stream.
    @Test func anAnnouncementThatFailsBlocksNothing() async throws {
        try await withRedis { server in
            try await server.run("SET facets:a x", "SET version:search 4")
            try await HangingUpProxy.serve(server.socketPath, on: "XADD") { port in
                let endpoint = RedisEndpoint(address: .tcp(host: "127.0.0.1", port: port))
                let invalidator = server.invalidator(endpoint: endpoint)
                for scope in [InvalidationScope.facets(Array("a".utf8)), .search] {
                    let record = await invalidator.purge(try invalidator.plan(scope))
                    #expect(record.outcome == .done, "\(record.message)")
                    let problem = "Other dashboards will not see this purge: cachetop:audit was not"
                    #expect(record.trailProblem?.hasPrefix(problem) == true)
                }
            }
            #expect(try await server.keys() == ["version:search"])
            try await server.run("SET facets:a x", "SET cachetop:audit x")
            let invalidator = server.invalidator()
            let record = await invalidator.purge(try invalidator.plan(.facets(nil)))
            #expect(record.outcome == .done && record.keysRemoved == 1)
            #expect(record.trailProblem?.contains("WRONGTYPE") == true)
        }
    }

    @Test func whatIsNoRecordIsPassedOver() async throws {
        try await withRedis { server in
            try await server.run(
                "XADD cachetop:audit * record {} other x", "XADD cachetop:audit * foo bar",
                "XADD cachetop:audit * record \(String(repeating: "[", count: 9000))")
            let invalidator = server.invalidator()
            _ = await invalidator.purge(try invalidator.plan(.trending))
            let snapshot = try await takeSnapshot(LiveCacheOptions(endpoint: server.endpoint))
            #expect(snapshot.invalidations.map(\.scope) == ["trending"])
        }
    }
}
