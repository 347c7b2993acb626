import Foundation
import GRDB
import Glibc
import RedisClient
import TestSupport
import Testing

@testable import Storefront

/// What others do to the catalogue's file while the listener follows it.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct ListenerCatalogueTests {
    /// A connection as another program would have it.
    private func connection(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Where it is can't be written, but what is due is done.
    @Test func aLockedCatalogueDelaysNoRemoval() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                let other = try connection(shop.shop.path)
                try await other.writeWithoutTransaction { database in
                    try database.execute(sql: "UPDATE products SET price = 1 WHERE id = 2")
                    try database.execute(sql: "BEGIN IMMEDIATE")
                }
                try await listener.waitFor(text: "1 change: removed 0 keys")
                _ = try await shop.send("SET", "product:2", "late")
                try await listener.waitFor(text: "1 change once more: removed 1 copy")
                try await listener.waitFor(text: "locked by another program")
                try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
                try await shop.waitUntilAllIsDone()
                #expect(try await Outbox(path: shop.shop.path).cursors() == (1, 1))
                // Each once: what is not stored yet is done all the same.
                #expect(
                    listener.output.split(separator: "\n").count { $0.contains("removed") } == 2)
                #expect(listener.errors.split(separator: "\n").count == 1)
                #expect(!listener.errors.contains("SQLite"))
            }
            #expect(try await shop.version() == "2")
        }
    }

    /// Whoever stops it meanwhile is told what the next run will do again.
    @Test func whatIsNotStoredIsLeftToTheNextRun() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                let other = try connection(shop.shop.path)
                try await other.writeWithoutTransaction { database in
                    try database.execute(sql: "UPDATE products SET price = 1 WHERE id <= 2")
                    try database.execute(sql: "BEGIN IMMEDIATE")
                }
                try await listener.waitFor(text: "2 changes: removed 0 keys")
                listener.send(SIGTERM)
                #expect(try await listener.waitForExit() == 0)
                #expect(listener.output.contains("Left to the next start of the listener: 2 ch"))
                try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            }
            #expect(try await Outbox(path: shop.shop.path).cursors() == (0, 0))
        }
    }

    /// Ids begin again below where it was: it follows, and removes what it can't know.
    /// - Parameter isSeen: the changes that are taken back were removed; else Redis was away.
    @Test(arguments: [true, false])
    func aCatalogueThatIsPutBackIsFollowed(isSeen: Bool) async throws {
        try await ListenerFixture.with { shop async throws in
            let live = try connection(shop.shop.path)
            let backup = try connection("\(shop.shop.folder)/backup")
            try live.backup(to: backup)
            if !isSeen { await shop.server.stop() }
            try await shop.listening { listener async throws in
                try await listener.waitFor(
                    text: isSeen ? "connected" : "Changes wait in the catalogue")
                try shop.shop.executeByHand("UPDATE products SET price = 1 WHERE id <= 3")
                if isSeen {
                    try await shop.waitUntilAllIsDone()
                    try await shop.fill(1...10)
                } else {
                    try await Task.sleep(for: .milliseconds(500))
                }
                try backup.backup(to: live)
                try await listener.waitFor(text: "put back to an earlier state")
                if !isSeen {
                    try await shop.server.restart()
                    try await shop.fill(1...10)
                }
                try await shop.wait("all copies go") { try await shop.copies() == 0 }
                try await shop.wait("a bump") { try await shop.version() == "8" }
                #expect(try await shop.send("EXISTS", "trending:products").integerValue == 0)
                if isSeen {
                    _ = try await shop.send("SET", "product:9", "late")
                    try await shop.wait("the late copy") { try await shop.copies() == 0 }
                }
                try shop.shop.executeByHand("UPDATE products SET price = 2 WHERE id = 5")
                try await listener.waitFor(text: "1 change: removed")
                try await listener.waitFor(text: "1 change once more: removed")
                try await shop.waitUntilAllIsDone()
            }
            #expect(try await Outbox(path: shop.shop.path).cursors() == (1, 1))
        }
    }

    @Test func aCatalogueThatIsTakenAwayEndsIt() async throws {
        try await ListenerFixture.with { shop async throws in
            try await shop.listening { listener async throws in
                try await listener.waitFor(text: "connected")
                try FileManager.default.moveItem(
                    atPath: shop.shop.path, toPath: "\(shop.shop.folder)/old")
                #expect(try await listener.waitForExit() == 1)
                #expect(listener.errors.contains("removed or replaced"))
                #expect(listener.errors.contains(shop.shop.path))
            }
        }
    }
}
