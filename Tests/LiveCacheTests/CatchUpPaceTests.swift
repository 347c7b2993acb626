import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// What was in the stream and in Redis before is read beside a look at how others fare, by PING and INFO;
/// `WorkPaceTests` say what follows from it. What one reply holds is read without.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct CatchUpPaceTests {
    @Test(arguments: [(entries: 5, paced: false), (20_000, true)])
    func theStream(entries: Int, paced: Bool) async throws {
        try await withRedis { server in
            try await server.run(
                (0..<entries).map { _ in Self.words("XADD cache:events * hit product:1") })
            let sent = try await Self.pings(server) { connection in
                let intake = EventIntake(
                    grammar: KeyGrammar(policy: .standard), source: .stream(key: "cache:events"))
                var tail = StreamTail(
                    keys: ["cache:events"], since: nil, intake: intake, own: OwnLookups(),
                    clock: ServerClock(), bell: Bell())
                try await tail.readToEnd(connection)
                #expect(intake.report()?.tally.received == UInt64(entries))
            }
            #expect(paced ? sent >= 5 : sent == 0)
        }
    }

    @Test(arguments: [(keys: 5, paced: false), (5_000, true)])
    func theFirstSweep(keys: Int, paced: Bool) async throws {
        try await withRedis { server in
            try await server.run((0..<keys).map { Self.words("SET product:\($0) x EX 3600") })
            let sent = try await Self.pings(server) { connection in
                var sweep = KeyspaceSweep(
                    grammar: KeyGrammar(policy: .standard), own: OwnLookups(), clock: ServerClock(),
                    speed: .full)
                let survey = try await sweep.sweep(.one(connection), databaseKeys: nil)
                let looked = try #require(survey).looked
                #expect(looked == keys)
            }
            #expect(paced ? sent >= 5 : sent == 0)
        }
    }

    private static func words(_ line: String) -> [[UInt8]] {
        line.split(separator: " ").map { Array($0.utf8) }
    }

    /// PINGs that `work` sends on its connection.
    private static func pings(
        _ server: RedisServer, _ work: (RedisConnection) async throws -> Void
    ) async throws -> UInt64 {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        func counted() async throws -> UInt64 {
            let reply = try await connection.send(RedisCommand("INFO", "commandstats"))
            let field = InfoReply(reply.bytes ?? [])[field: "cmdstat_ping"]
            return field?.split(separator: ",").first.flatMap { UInt64($0.dropFirst(6)) } ?? 0
        }
        let before = try await counted()
        try await work(connection)
        let sent = try await counted() - before
        await connection.close()
        return sent
    }
}
