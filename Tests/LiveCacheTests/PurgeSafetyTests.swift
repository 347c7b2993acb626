import Foundation
import Metrics
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import LiveCache

/// Exactly the frozen list of exactly that server, or a sentence why not.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct PurgeSafetyTests {
    private func scope(_ word: String, _ arguments: String...) throws -> InvalidationScope {
        try InvalidationScope(word, arguments: arguments.map { Array($0.utf8) })
    }

    @Test func onlyTheListedKeysGo() async throws {
        try await withRedis { server in
            try await server.set(0..<20, "facets:")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(
                try invalidator.plan(try scope("facets"))
            ).get()
            #expect(planned.keys.count == 21 && planned.radius.keys == 20)
            try await server.run("SET facets:new x", "DEL facets:1 facets:2")
            let record = await invalidator.carryOut(planned)
            #expect(record.outcome == .done)
            // `facets` itself never existed.
            #expect(record.keysPlanned == 20 && record.keysRemoved == 18)
            #expect(record.keysAlreadyGone == 2 && record.keysRewritten == 0)
            #expect(record.message == "removed 18 of 20 keys, 2 were already gone.")
            #expect(try await server.keys() == ["cachetop:audit", "facets:new"])
        }
    }

    @Test func whatWasWrittenAgainIsSaid() async throws {
        try await withRedis { server in
            try await server.set(0..<2000, "facets:")
            let invalidator = server.invalidator(batch: 1)
            let planned = try await invalidator.survey(
                try invalidator.plan(try scope("pattern", "facets:*"))
            ).get()
            let writer = try await RedisConnection.connect(to: server.endpoint)
            let sent = Flag()
            let record = await invalidator.carryOut(planned) { progress in
                // The first of the list has gone; a reader of the shop fills it again.
                guard progress.done < 2000, !sent.isUp, let first = planned.keys.first else {
                    return
                }
                sent.raise()
                Task { try await writer.send(RedisCommand("SET").appending(first).appending("y")) }
            }
            #expect(record.keysVerified == 2000)
            #expect(record.keysRemoved == 2000 && record.keysRewritten == 1, "\(record.message)")
            #expect(record.message.contains("1 was there again when it was checked"))
            await writer.close()
        }
    }

    @Test func aStopIsBetweenBatchesAndSaid() async throws {
        try await withRedis { server in
            try await server.set(0..<20_000, "facets:")
            try await server.run("XADD cache:events * hit facets:1")
            let invalidator = server.invalidator(pace: .full)
            let planned = try await invalidator.survey(
                try invalidator.plan(try scope("pattern", "facets:*"))
            ).get()
            #expect(planned.keys.count == 20_000)
            let told = Told<InvalidationProgress>()
            let stop = Told<Task<InvalidationRecord, Never>>()
            let task = Task {
                while stop.all.isEmpty { await Task.yield() }
                return await invalidator.carryOut(planned) { progress in
                    told.add(progress)
                    stop.all.first?.cancel()
                }
            }
            stop.add(task)
            let record = await task.value
            let left = try await server.keys().count - 2
            #expect(record.outcome == .notDone && record.stoppedEarly == true)
            #expect(record.keysRemoved == UInt64(20_000 - left))
            #expect(left > 0 && left < 20_000 && left % 500 == 0)
            #expect(record.message.hasPrefix("stopped: removed "), "\(record.message)")
            #expect(record.message.contains("left alone"))
            #expect(record.edgeStaleUntil != nil)
            #expect(told.all.first?.of == 20_000)
            // the rest is not in what others are told was purged, but the glob is
            let published = try await server.published()
            #expect(published.map(\.id) == [record.id] && published[0].stoppedEarly == true)
            let events = try await server.run("XREVRANGE cache:events + - COUNT 1")
            let pairs = events.elements?.first?.elements?[1].elements?.compactMap(\.text)
            #expect(pairs == ["src", "cachetop", "purge-glob", "facets:*"])
        }
    }

    @Test func aStopBeforeTheFirstCommandSendsNothing() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.search)).get()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await invalidator.carryOut(planned)
            }
            let record = await task.value
            #expect(record.outcome == .notDone && record.stoppedEarly != false)
            #expect(record.message == "stopped before anything was sent.")
            #expect(try await server.run("GET version:search").text == "4")
        }
    }

    // MARK: Another server than that of the plan

    @Test func aRestartVoidsThePlan() async throws {
        try await withRedis { server in
            try await server.set(0..<3, "facets:")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(
                try invalidator.plan(try scope("facets"))
            ).get()
            try await server.restart()
            try await server.set(0..<3, "facets:")
            let record = await invalidator.carryOut(planned)
            #expect(record.outcome == .notDone && record.keysRemoved == nil)
            #expect(record.message.contains("Plan again"), "\(record.message)")
            #expect(try await server.keys().filter { $0 != "cachetop:audit" }.count == 3)
        }
    }

    @Test func aFailoverVoidsThePlan() async throws {
        try await withRedis(RedisServer.Options { $0.tcp = true }) { primary in
            let port = primary.port
            let options = RedisServer.Options {
                $0.replicaOfPort = port
                $0.tcp = true
            }
            try await withRedis(options) { replica in
                try await primary.set(0..<3, "facets:")
                let invalidator = primary.invalidator()
                let plan = try invalidator.plan(try scope("facets"))
                let planned = try await invalidator.survey(plan).get()
                // The replica is promoted, and the old primary follows it.
                try await replica.run("REPLICAOF NO ONE")
                try await primary.run("REPLICAOF 127.0.0.1 \(replica.port ?? 0)")
                var record = await invalidator.carryOut(planned)
                #expect(record.outcome == .notDone)
                #expect(record.message.contains("become a replica"), "\(record.message)")
                // And back again: the same process and role, but another history.
                try await primary.run("REPLICAOF NO ONE")
                record = await invalidator.carryOut(planned)
                #expect(record.outcome == .notDone)
                #expect(record.message.contains("failover"), "\(record.message)")
                // What was not planned against it is not carried out by what now answers, either.
                let moved = replica.invalidator()
                record = await moved.carryOut(planned)
                #expect(record.outcome == .notDone)
                // A sync in between may have brought the other's keys.
                try await primary.set(0..<3, "facets:")
                let fresh = await invalidator.purge(plan)
                #expect(fresh.outcome == .done && fresh.keysRemoved == 3)
            }
        }
    }

    @Test func aReplicaIsRefusedAtThePlan() async throws {
        try await withRedis(RedisServer.Options { $0.tcp = true }) { primary in
            let port = primary.port
            try await withRedis(RedisServer.Options { $0.replicaOfPort = port }) { replica in
                let invalidator = replica.invalidator()
                let problem = await invalidator.survey(try invalidator.plan(.search)).failure
                #expect(problem?.isRefusal == true)
                #expect(problem?.description.contains("127.0.0.1:\(port ?? 0)") == true)
                #expect(try replica.trailEntries().map(\.record?.outcome) == [.refused])
            }
        }
    }

    // MARK: What stands in the way

    @Test func aCounterThatFallsBackIsNotDone() async throws {
        try await withRedis { server in
            try await server.run("SET version:search 4")
            let invalidator = server.invalidator()
            let planned = try await invalidator.survey(try invalidator.plan(.search)).get()
            var done = CarriedOut()
            done.raised(
                RaisedCounter(key: Array("version:search".utf8), to: 5, wasMissing: false))
            let connection = try await RedisConnection.connect(to: server.endpoint)
            let verification = PurgeVerification(own: nil)
            await verification.verify(&done, planned, connection)
            #expect(done.record(planned).outcome == .unknown)
            #expect(done.record(planned).message.contains("version:search is 4 now"))
            _ = try await connection.send(RedisCommand("DEL", "version:search"))
            await verification.verify(&done, planned, connection)
            #expect(done.record(planned).outcome == .unknown)
            #expect(done.record(planned).message.contains("is gone again"))
            await connection.close()
        }
    }

    @Test func aPurgeThatIsRefusedMidwaySaysHowFar() async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all"] }
        try await withRedis(users) { server in
            try await server.set(0..<2000, "facets:")
            let invalidator = server.invalidator(user: "u", batch: 100)
            let planned = try await invalidator.survey(
                try invalidator.plan(try scope("pattern", "facets:*"))
            ).get()
            let admin = try await RedisConnection.connect(to: server.endpoint)
            let sent = Flag()
            let record = await invalidator.carryOut(planned) { _ in
                guard !sent.isUp else { return }
                sent.raise()
                Task { try await admin.send(RedisCommand("ACL", "SETUSER", "u", "-unlink")) }
            }
            #expect(record.outcome == .notDone, "\(record.message)")
            #expect((record.keysRemoved ?? 0) > 0)
            #expect(record.message.contains("then UNLINK was refused: NOPERM"), "\(record.message)")
            let left = try await server.keys().count { $0.hasPrefix("facets:") }
            #expect(record.keysRemoved == UInt64(2000 - left) && left > 0)
            await admin.close()
        }
    }
}

extension Result {
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
