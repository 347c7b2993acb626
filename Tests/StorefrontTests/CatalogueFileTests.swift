import ArgumentParser
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Storefront

@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct CatalogueFileTests {
    @Test func theSameSeedIsTheSameShop() async throws {
        let first = try await CatalogueFixture.with(seed: 3) { try await $0.products() }
        let second = try await CatalogueFixture.with(seed: 3) { try await $0.products() }
        let other = try await CatalogueFixture.with(seed: 4) { try await $0.products() }
        #expect(first == second && first.count == 200)
        #expect(first != other)
        #expect(Set(first.map(\.category)) == Set(Words.slugs))
    }

    @Test func aNewCatalogueHasNothingToTell() async throws {
        try await CatalogueFixture.with { shop async throws in
            #expect(try await shop.outbox().isEmpty)
            let pool = shop.catalogue.pool
            let mode = try await pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(mode == "wal")
        }
    }

    @Test func anExistingCatalogueStaysAsItIs() async throws {
        try await CatalogueFixture.with { shop async throws in
            let again = try await Catalogue.open(
                shop.path, seed: CatalogueSeed(products: 5, seed: 9))
            #expect(again.seed == CatalogueSeed(products: 200, seed: 1))
            #expect(try await shop.products().count == 200)
        }
    }

    /// One of the programs makes it, the others wait for it.
    @Test func severalProgramsMayOpenANewCatalogueAtOnce() async throws {
        try await CatalogueFixture.withFolder { folder in
            let path = "\(folder)/shop.sqlite"
            try await withRedis { server async throws in
                try await withThrowingTaskGroup(of: Executable.Result.self) { group in
                    for _ in 1...4 {
                        group.addTask {
                            try await Executable.storefront.run([
                                "warm", "--redis", "unix://\(server.socketPath)", "--only",
                                "trending", "--catalogue", path, "--products", "5000",
                            ])
                        }
                    }
                    for try await result in group {
                        #expect(result.status == 0, "\(result.errors)")
                    }
                }
            }
            let shop = CatalogueFixture(catalogue: try await Catalogue.open(path), folder: folder)
            #expect(try await shop.products().map(\.id) == Array(1...5000))
            #expect(try await shop.outbox().isEmpty)
            #expect(try await shop.search("").total == 5000)
        }
    }

    @Test func optionsForANewCatalogueAreNotedWhenItIsThere() async throws {
        try await CatalogueFixture.with { shop async throws in
            let edit = ["edit", "stock", "1", "7"]
            let environment = ["CATALOGUE": shop.path]
            let plain = try await Executable.storefront.run(edit, environment: environment)
            #expect(plain.status == 0 && plain.errors.isEmpty)
            let same = try await Executable.storefront.run(
                edit + ["--products", "200", "--seed", "1"], environment: environment)
            #expect(same.status == 0 && same.errors.isEmpty)
            let other = try await Executable.storefront.run(
                edit + ["--products", "300"], environment: environment)
            #expect(other.status == 0 && other.errors.contains("made of 200 products from seed 1"))
        }
    }

    // MARK: What is no catalogue

    @Test(arguments: [
        ("folder", "is a folder"), ("text", "no SQLite database"),
        ("foreign", "another program's database"), ("nowhere/shop.sqlite", "There is no catalogue"),
        ("newer", "newer storefront"),
    ])
    func whatIsNoCatalogueIsASentence(name: String, sentence: String) async throws {
        try await CatalogueFixture.withFolder { folder in
            try await make(in: folder)
            let path = "\(folder)/\(name)"
            let before = FileManager.default.contents(atPath: path)
            let result = try await Executable.storefront.run([
                "edit", "stock", "1", "7", "--catalogue", path,
            ])
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors.contains(sentence) && result.errors.contains(path))
            #expect(result.errors.split(separator: "\n").count == 1)
            if name != "newer" { #expect(FileManager.default.contents(atPath: path) == before) }
        }
    }

    /// Whoever changes or follows a catalogue means one that is there: a new one would hide the slip.
    @Test(
        arguments: [
            ["edit", "stock", "1", "7"], ["edit", "random", "--count", "1"],
            ["listen", "--redis", "unix:///nowhere/redis.sock"],
        ], [false, true])
    func onlyTheServerMakesOne(arguments: [String], isEmpty: Bool) async throws {
        try await CatalogueFixture.withFolder { folder in
            let path = "\(folder)/shop.sqlite"
            if isEmpty { try Data().write(to: URL(filePath: path)) }
            try await RunningProgram.with(.storefront, arguments + ["--catalogue", path]) {
                program async throws in
                #expect(try await program.waitForExit() == 1)
                #expect(program.errors.contains("There is no catalogue at \(path): "))
                #expect(program.errors.contains("'storefront serve' makes it"))
                #expect(program.output.isEmpty)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == (isEmpty ? ["shop.sqlite"] : []))
        }
    }

    @Test func aNewOneWantsItsFolder() async throws {
        try await CatalogueFixture.withFolder { folder in
            let error = await #expect(throws: CatalogueError.self) {
                try await Catalogue.open("\(folder)/nowhere/shop.sqlite")
            }
            #expect(error?.description.contains("its folder is not there") == true)
            let blank = "\(folder)/a folder"
            try FileManager.default.createDirectory(
                atPath: blank, withIntermediateDirectories: false)
            let made = try await Catalogue.open(
                "\(blank)/50% off.sqlite", seed: CatalogueSeed(products: 5))
            try await made.check()
        }
    }

    /// What waits and tries again, and what is said when that has not helped.
    @Test(
        arguments: [
            (.SQLITE_BUSY, true, "locked by another program"),
            (.SQLITE_LOCKED, true, "locked by another program"),
            (.SQLITE_CONSTRAINT, true, "can't be opened"),
            (.SQLITE_NOTADB, false, "no SQLite database"),
            (.SQLITE_CORRUPT, false, "no SQLite database"),
            (.SQLITE_CANTOPEN, false, "permissions"), (.SQLITE_PERM, false, "permissions"),
            (.SQLITE_READONLY, false, "permissions"), (.SQLITE_FULL, false, "disk is full"),
            (.SQLITE_IOERR, false, "can't be opened"),
        ] as [(ResultCode, Bool, String)])
    func aBusyCatalogueIsNotABrokenOne(code: ResultCode, waits: Bool, sentence: String) {
        let error = DatabaseError(resultCode: code, message: "why")
        #expect(CatalogueFile.isOtherMaker(error) == waits)
        let file = CatalogueFile(
            path: "/a/shop.sqlite", seed: CatalogueSeed(), mayMake: true, whenSlow: { _ in })
        let description = file.sentence(for: error).description
        #expect(description.contains(sentence) && description.contains("/a/shop.sqlite"))
    }

    @Test(arguments: [
        ("table products already exists", true), ("duplicate column name: category", true),
        ("near \"x\": syntax error", false),
    ])
    func aCatalogueMadeInBetweenIsTriedAgain(message: String, waits: Bool) {
        let error = DatabaseError(resultCode: .SQLITE_ERROR, message: message)
        #expect(CatalogueFile.isOtherMaker(error) == waits)
    }

    @Test func aPathIsShownWhole() throws {
        let here = FileManager.default.currentDirectoryPath
        let options = try CatalogueOptions.parse(["--catalogue", "a b.sqlite"])
        #expect(options.path() == "\(here)/a b.sqlite")
        #expect(
            try CatalogueOptions.parse([]).path(environment: [:]) == "\(here)/storefront.sqlite")
        #expect(try CatalogueOptions.parse(["--catalogue", "/x/y"]).path() == "/x/y")
    }

    private func make(in folder: String) async throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder)/folder", withIntermediateDirectories: false)
        try Data("Not a database, but long enough to look like one.\n".utf8 + Array(1...200))
            .write(to: URL(filePath: "\(folder)/text"))
        try await DatabaseQueue(path: "\(folder)/foreign").write {
            try $0.execute(sql: "CREATE TABLE products (id INTEGER PRIMARY KEY)")
        }
        let catalogue = try await Catalogue.open(
            "\(folder)/newer", seed: CatalogueSeed(products: 5))
        try await catalogue.pool.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of tomorrow')")
        }
    }
}
