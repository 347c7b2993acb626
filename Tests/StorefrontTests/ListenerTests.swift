import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// `storefront listen` as it runs beside a shop, with a Redis and a catalogue that are real.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ListenerTests {
    @Test func aBurstIsRemovedWithOneBump() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.fill(1...200)
            try await shop.listening(["--src", "ears"]) { listener async throws in
                try await listener.waitFor(text: "connected")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 150")
                try await listener.waitFor(text: "150 changes: removed 301 keys")
                #expect(try await shop.version() == "8")
                #expect(try await shop.copies() == 100)
                #expect(try await shop.send("EXISTS", "trending:products").integerValue == 0)
                let edit = try await Executable.storefront.run([
                    "edit", "price", "160", "19.90", "--catalogue", shop.shop.path,
                ])
                #expect(edit.status == 0)
                try await listener.waitFor(text: "1 change: removed 2 keys, version:search raised")
                #expect(try await shop.version() == "9")
                try await shop.waitUntilAllIsDone()
                listener.send(SIGTERM)
                #expect(try await listener.waitForExit() == 0)
                #expect(listener.errors.isEmpty)
            }
            #expect(try await shop.version() == "9")
            let events = try await shop.send("XRANGE", "cache:events", "-", "+").elements ?? []
            let fields = events.map { ($0.elements?.last?.elements ?? []).compactMap(\.text) }
            #expect(fields.allSatisfy { $0.starts(with: ["src", "ears"]) })
            #expect(fields.flatMap { $0 }.count { $0 == "purge" } == 303)
            #expect(fields.filter { $0.contains("bump") }.count == 2)
        }
    }

    /// More than a batch, more than one pipeline takes.
    @Test func manyWaitingChangesAreDoneBatchByBatchWithOneBump() async throws {
        try await ListenerFixture.with(products: 2500) { shop async throws in
            try await shop.fill(1...2500)
            try shop.shop.executeByHand("UPDATE products SET price = 1")
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "2500 changes: removed 5001 keys")
                #expect(try await shop.version() == "8")
                #expect(try await shop.copies() == 0)
                try await listener.waitFor(text: "2500 changes once more: removed 0 copies")
                try await shop.waitUntilAllIsDone()
            }
            #expect(try await Outbox(path: shop.shop.path).cursors() == (2500, 2500))
        }
    }

    /// Killed while hundreds of changes come in; Redis comes back with the copies of before, as from
    /// its disk. Nothing that was changed keeps its copy.
    @Test func aKillInMidBurstLosesNothing() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.fill(1...200)
            try await shop.listening(["--quiet"]) { listener async throws in
                try await shop.wait("the first removal") {
                    try shop.shop.executeByHand("UPDATE products SET stock = 1 WHERE id = 1")
                    return try await shop.version() != "7"
                }
                for id in 2...150 {
                    try shop.shop.executeByHand(
                        "UPDATE products SET stock = 1 WHERE id IN (\(id), \(id) + 1)")
                    if id == 60 { listener.send(SIGKILL) }
                }
                #expect(try await listener.waitForExit() == 128 + SIGKILL)
            }
            let left = try await shop.shop.outbox().count
            #expect(left >= 150)
            try await shop.server.restart()
            try await shop.fill(1...200)
            try await shop.listening { _ async throws in
                // Long before a second removal is due: at once.
                try await shop.wait("the copies of what was changed", timeout: .seconds(60)) {
                    try await shop.copies() == 2 * 49
                }
                try await shop.waitUntilAllIsDone()
            }
            for id in 1...151 {
                #expect(try await shop.send("EXISTS", "product:\(id)").integerValue == 0)
            }
            #expect(try await shop.send("EXISTS", "product:152").integerValue == 1)
            let cursors = try await Outbox(path: shop.shop.path).cursors()
            #expect(cursors.first == cursors.second && cursors.first >= 298)
        }
    }

    /// A reader that loaded the old row writes it after the first removal; the listener that made that
    /// one is killed before the second.
    @Test func aLateCopyIsRemovedByTheNextListener() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.fill(1...3)
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id = 2")
                try await listener.waitFor(text: "1 change: removed 3 keys")
                listener.send(SIGKILL)
                try await listener.waitForExit()
            }
            #expect(try await Outbox(path: shop.shop.path).cursors() == (1, 0))
            _ = try await shop.send("SET", "product:2", "late")
            try await shop.listening { listener async throws in
                try await shop.wait("the late copy") { try await shop.copies() == 4 }
                // Later still: the second removal is not lost.
                _ = try await shop.send("SET", "product:2", "later")
                try await listener.waitFor(text: "1 change once more: removed 1 copy")
                #expect(try await shop.copies() == 4)
            }
            // No round of its own: nothing has changed since.
            #expect(try await shop.version() == "8")
        }
    }

    @Test func aLateCopyIsRemovedThreeSecondsAfterTheChange() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id = 2")
                try await listener.waitFor(text: "1 change: removed 0 keys")
                try await Task.sleep(for: .seconds(1))
                _ = try await shop.send("SET", "product:2", "late")
                _ = try await shop.send("SET", "product:3", "new")
                try await listener.waitFor(text: "1 change once more: removed 1 copy")
                #expect(try await shop.copies() == 1)
            }
        }
    }

    // MARK: Redis away

    @Test func itWaitsForRedisAndSaysSoOnce() async throws {
        try await ListenerFixture.with { shop async throws in
            await shop.server.stop()
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "Changes wait in the catalogue")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 3")
                try await shop.server.restart()
                try await listener.waitFor(text: "3 changes: removed")
                try shop.shop.executeByHand("UPDATE products SET price = 2 WHERE id <= 5")
                try await listener.waitFor(text: "5 changes: removed")
                await shop.server.kill()
                try await listener.waitFor(text: "closed the connection")
                try shop.shop.executeByHand("UPDATE products SET price = 3 WHERE id <= 7")
                try await shop.server.restart()
                try await shop.fill(1...10)
                try await shop.wait("what was changed meanwhile") {
                    try await shop.copies() == 2 * 3
                }
                try await shop.waitUntilAllIsDone()
                // Each reason once: a try between the kill and the restart has one of its own.
                let reasons = listener.errors.split(separator: "\n")
                #expect(Set(reasons).count == reasons.count && (2...3).contains(reasons.count))
                listener.send(SIGINT)
                #expect(try await listener.waitForExit() == 0)
            }
        }
    }

    @Test func withoutRedisItEndsWhenTold() async throws {
        try await ListenerFixture.with { shop async throws in
            await shop.server.stop()
            try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 3")
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "Changes wait in the catalogue")
                listener.send(SIGTERM)
                #expect(try await listener.waitForExit() == 0)
                #expect(listener.output.contains("Left to the next start of the listener: 3 ch"))
            }
        }
    }

    /// A Redis that is there but refuses: said once, tried again, and nothing is lost.
    @Test func whatRedisRefusesIsTriedAgain() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.fill(1...5)
            _ = try await shop.send("ACL", "SETUSER", "default", "-unlink")
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 3")
                try await listener.waitFor(text: "It is tried again.")
                try await Task.sleep(for: .seconds(1))
                #expect(listener.errors.split(separator: "\n").count == 1)
                #expect(try await shop.copies() == 10)
                _ = try await shop.send("ACL", "SETUSER", "default", "+unlink")
                try await listener.waitFor(text: "3 changes: removed 7 keys")
                #expect(try await shop.copies() == 4)
            }
        }
    }
}
