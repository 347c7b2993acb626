import Invalidation
import Metrics
import RedisClient
import TestSupport
import Testing

/// Whether others use a real server, seen between the commands of a purge.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PacerTests {
    private func begun(_ nodes: RedisNodes, guess: Double?) async throws -> Pacer {
        var pacer = Pacer(.normal, work: "SCAN")
        pacer.guess(operationsPerSecond: guess)
        try await pacer.begin(nodes, for: 1000, deadline: .seconds(5))
        return pacer
    }

    /// Commands go on until the pace is as expected: that it changes at all is what counts.
    private func work(
        _ pacer: inout Pacer, _ nodes: RedisNodes, until isDone: (WorkPace) -> Bool
    ) async throws {
        while !isDone(pacer.pace) {
            try await pacer.rest(after: 1, seconds: 0.0001, nodes, deadline: .seconds(5))
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test func itGivesWayAsSoonAsOthersAskForMuch() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let nodes = RedisNodes.one(connection)
            var pacer = try await begun(nodes, guess: 9000)
            #expect(pacer.pace.givesWay && (pacer.pace.normalSeconds ?? 0) > 0)
            // What was asked before it began is over.
            try await work(&pacer, nodes) { !$0.givesWay }
            let shop = try await RedisConnection.connect(to: server.endpoint)
            let shopping = Task {
                while !Task.isCancelled {
                    _ = try await shop.send(RedisCommand("GET", "product:1"))
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
            try await work(&pacer, nodes) { $0.givesWay }
            shopping.cancel()
            try await work(&pacer, nodes) { !$0.givesWay }
            await shop.close()
            await connection.close()
        }
    }

    @Test func whereINFOIsRefusedOthersCountAsBusy() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all -info"] }
        try await withRedis(users) { server in
            let connection = try await RedisConnection.connect(to: server.endpoint(user: "u"))
            let pacer = try await begun(.one(connection), guess: 0)
            #expect(pacer.pace.givesWay)
            await connection.close()
        }
    }

    /// So few keys are one command: nothing is measured for them.
    @Test func fewItemsNeedNoPace() async throws {
        try await withRedis { server in
            let connection = try await RedisConnection.connect(to: server.endpoint)
            var pacer = Pacer(.normal, work: "UNLINK")
            let nodes = RedisNodes.one(connection)
            try await pacer.begin(nodes, for: WorkPace.firstCount, deadline: .seconds(5))
            try await pacer.rest(after: 16, seconds: 1, nodes, deadline: .seconds(5))
            #expect(pacer.pace.normalSeconds == nil && pacer.pace.lastSeconds == nil)
            await connection.close()
        }
    }
}
