import Foundation
import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Pub/Sub, log files and standard input.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct OtherSourcesTests {
    @Test func messagesOfAChannel() async throws {
        try await withRedis { server in
            let options = LiveCacheOptions(
                endpoint: server.endpoint, events: .pubsub(channel: "cache"))
            try await watching(options) { watch in
                await watch.until { $0.status.coveredFrom != nil }
                try await server.run([
                    bytes(
                        "PUBLISH", "cache", "hit product:1\nmiss product:2\r\nnothing of interest"),
                    bytes("PUBLISH", "cache", "[CACHE HIT] search:a:v1"),
                    bytes("PUBLISH", "other", "hit product:1"),
                ])
                // A channel carries nothing else: the third line is not understood.
                await watch.until { $0.received == 4 }
                #expect(watch.snapshot().events.unknown == 1)
                #expect(watch.snapshot().events.lines == 4)
                #expect(watch.totals[1] == HitCounts(hits: 1, misses: 1))
                #expect(watch.totals[0] == HitCounts(hits: 1))
                // What is published while nobody listens is gone: a gap.
                try await server.run("CLIENT KILL TYPE pubsub")
                // The trouble itself may be over between two reports; the gap stays.
                await watch.until { $0.status.problem == nil && $0.status.gaps == 1 }
                try await server.run([bytes("PUBLISH", "cache", "hit product:1")])
                await watch.until { $0.received == 5 }
            }
        }
    }

    @Test func aChannelThatIsRefusedIsSaid() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* resetchannels +@all"] }
        try await withRedis(users) { server in
            let options = LiveCacheOptions(
                endpoint: server.endpoint(user: "u"), events: .pubsub(channel: "cache"))
            try await watching(options) { watch in
                await watch.until { $0.status.problem?.why.contains("NOPERM") == true }
                await watch.until { $0.samples.count > 1 }
                #expect(watch.link == .live)
            }
        }
    }

    @Test func aSnapshotListensForAWhile() async throws {
        try await withRedis { server in
            let options = LiveCacheOptions(
                endpoint: server.endpoint, events: .pubsub(channel: "cache"))
            async let taken = takeSnapshot(options, listenFor: .seconds(2))
            while try await server.run("PUBLISH cache x").integerValue == 0 { await Task.yield() }
            try await server.run([bytes("PUBLISH", "cache", "hit product:1")])
            let snapshot = try await taken
            #expect(snapshot.total.hits == 1)
            #expect(snapshot.events.source == "pubsub:cache")
        }
    }

    /// A log that is cut in pieces, rotated, truncated and away for a while.
    @Test func aLogIsFollowedThroughRotation() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "api.log")
        func append(_ text: String) throws {
            let file = try FileHandle(forWritingTo: log)
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }
        try "hit product:old\n".write(to: log, atomically: false, encoding: .utf8)
        let options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: log.path))
        try await watching(options) { watch in
            await watch.until { $0.status.coveredFrom != nil }
            try append("2026-11-23 api-1 [CACHE HIT] prod")
            try append("uct:1\r\nGET /x 200\nmiss product:1\n")
            await watch.until { $0.received == 2 }
            #expect(watch.totals[1] == HitCounts(hits: 1, misses: 1))
            // Rotation: what was written before the rename and after it counts.
            try append("hit product:2\n")
            try FileManager.default.moveItem(at: log, to: folder.appending(path: "api.log.1"))
            try "hit product:3\nhit product:4\n".write(to: log, atomically: false, encoding: .utf8)
            await watch.until { $0.received == 5 }
            // Truncation, as copytruncate does it.
            try FileHandle(forWritingTo: log).truncate(atOffset: 0)
            try append("hit product:5\n")
            await watch.until { $0.received == 6 }
            try FileManager.default.removeItem(at: log)
            try write(log, "miss product:6\n")
            await watch.until { $0.received == 7 }
            #expect(watch.totals[1] == HitCounts(hits: 5, misses: 2))
            try append(String(repeating: "x", count: 70_000) + "\nhit product:7\n")
            await watch.until { $0.received == 9 }
            #expect(watch.snapshot().events.unknown == 1 && watch.status.dropped == 0)
        }
    }

    /// What loggers and container runtimes make of the API's two lines.
    @Test(arguments: [
        """
        {"level":30,"time":1767000000000,"pid":7,"msg":"[CACHE HIT] product:42"}
        {"level":30,"time":1767000000001,"pid":7,"msg":"[CACHE MISS] product:43","reqId":"a1"}

        """,
        """
        \u{1B}[36mapi-1  | \u{1B}[0m\u{1B}[32m[CACHE HIT]\u{1B}[0m product:42
        \u{1B}[36mapi-1  | \u{1B}[0m\u{1B}[31m[CACHE MISS]\u{1B}[0m product:43

        """,
        "07:00 a hit of product:42 in 1 ms\na miss of product:43 in 3 ms\n",
    ])
    func logsOfOtherForms(_ text: String) async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: log) }
        try write(log, "")
        var options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: log.path))
        options.eventPattern = try EventPattern("(?<outcome>hit|miss) of (?<key>\\S+)")
        try await watching(options) { watch in
            await watch.until { $0.status.coveredFrom != nil }
            try Data(text.utf8).append(to: log)
            await watch.until { $0.received == 2 }
            let names = watch.snapshot().topKeys.map(\.key)
            #expect(names == ["product:43"])
            #expect(watch.totals[1] == HitCounts(hits: 1, misses: 1))
        }
    }

    /// PowerShell and Windows services write logs so; followed from the end, at an odd place.
    @Test func aLogInUTF16() async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: log) }
        func units(_ text: String) -> Data {
            Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        }
        try (units("\u{FEFF}hit product:old\r\n") + [0x68]).write(to: log)
        let options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: log.path))
        try await watching(options) { watch in
            await watch.until { $0.status.coveredFrom != nil }
            try ([0x00] + units("it product:1\r\nmiss product:é\r\n")).append(to: log)
            await watch.until { $0.received == 2 }
            #expect(watch.totals[1] == HitCounts(hits: 1, misses: 1))
            #expect(watch.snapshot().topKeys.map(\.key) == ["product:é"])
            // Rotated: the new one says anew what it holds.
            try FileManager.default.removeItem(at: log)
            try write(log, "hit product:2\n")
            await watch.until { $0.received == 3 }
        }
    }

    @Test func aLogInAnotherSpellingSaysSo() async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: log) }
        try write(log, "")
        let options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: log.path))
        try await watching(options) { watch in
            await watch.until { $0.status.coveredFrom != nil }
            try Data("GET / 200\nlookup product:1: was a hit\n".utf8).append(to: log)
            await watch.until { $0.received == 1 }
            let snapshot = watch.snapshot()
            #expect(snapshot.alertsOfEvents.map(\.rule) == ["eventsNotUnderstood"])
            #expect(snapshot.events.example == "lookup product:1: was a hit")
            #expect(snapshot.events.lines == 2 && snapshot.events.understood == 0)
        }
    }

    private func write(_ log: URL, _ text: String) throws {
        try text.write(to: log, atomically: false, encoding: .utf8)
    }

    @Test func aLogThatIsNotThereYetIsAwaited() async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: log) }
        let options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: log.path))
        try await watching(options) { watch in
            await watch.until { $0.status.problem?.why.contains("no log") == true }
            try write(log, "hit product:1\n")
            await watch.until { $0.received == 1 && $0.status.problem == nil }
        }
    }

    @Test func aFolderIsNoLog() async throws {
        let options = LiveCacheOptions(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            events: .log(path: "/tmp"))
        try await watching(options) { watch in
            await watch.until { $0.status.problem?.why.contains("is no file") == true }
        }
    }

    @Test func standardInputIsReadToItsEnd() async throws {
        let pipe = Pipe()
        let intake = EventIntake(
            grammar: KeyGrammar(policy: .standard), source: .standardInput)
        let reading = Task {
            var tail = LogTail(intake: intake, clock: ServerClock())
            await tail.readToEnd(descriptor: pipe.fileHandleForReading.fileDescriptor)
        }
        try pipe.fileHandleForWriting.write(contentsOf: Data("hit product:1\nmi".utf8))
        try pipe.fileHandleForWriting.write(contentsOf: Data("ss product:1\nhit search:a".utf8))
        try pipe.fileHandleForWriting.close()
        await reading.value
        let report = try #require(intake.report())
        #expect(report.tally.received == 3)
        #expect(report.status.problem?.why.contains("has ended") == true)
    }
}

extension Data {
    fileprivate func append(to file: URL) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: self)
        try handle.close()
    }
}
