import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Keys whose names are a megabyte long: what a plan and a purge send and keep is bounded in bytes.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct LongKeyPurgeTests {
    private func fill(_ server: RedisServer, _ count: Int) async throws {
        let connection = try await RedisConnection.connect(to: server.endpoint)
        for number in 0..<count {
            let name = Array("facets:\(number):".utf8) + [UInt8](repeating: 120, count: 1_000_000)
            _ = try await connection.send(RedisCommand(arguments: [Array("SET".utf8), name, [49]]))
        }
        await connection.close()
    }

    @Test func theyArePlannedAndRemovedPieceByPiece() async throws {
        try await withRedis { server in
            try await fill(server, 100)
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.facets(nil))).get()
            #expect(planned.radius.keys == 100 && planned.radius.estimated == true)
            #expect((planned.radius.life?.sampled ?? 0) < 20)
            let record = await invalidator.carryOut(planned)
            #expect(record.outcome == .done && record.keysRemoved == 100, "\(record.message)")
            #expect((record.keysVerified ?? 0) > 0 && (record.keysVerified ?? 0) < 20)
        }
    }

    @Test func moreThanAPlanMayKeepIsRefusedWithWhatToDo() async throws {
        try await withRedis { server in
            try await fill(server, 300)
            let invalidator = server.invalidator()
            let problem = await invalidator.survey(try invalidator.plan(.facets(nil))).failure
            #expect(problem?.isRefusal == true)
            #expect(problem?.description.contains("take more than 256 MiB") == true)
            #expect(try await server.run("DBSIZE").integerValue == 300)
        }
    }
}
