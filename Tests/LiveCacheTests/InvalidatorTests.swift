import Metrics
import RedisClient
import TestSupport
import Testing

@testable import LiveCache

/// Every scope on a real Redis: its own keys go, no other does.
@Suite(.tags(.redis), .timeLimit(.minutes(5))) struct InvalidatorTests {
    static let keyspace = [
        "cache:events", "cachetop:audit", "category:*", "category:*:a:v1", "category:[ab]:h:v1",
        "category:a:h:v1", "category:shoes", "category:shoes:h:v1", "category:shoes:h:v2",
        "category:shoes2:h:v1", "facets", "facets:*", "facets:shoes", "inventory:*", "inventory:1",
        "inventory:[ab]", "inventory:a", "product:*", "product:1", "product:[ab]", "product:\\",
        "product:a", "search", "search:x:v1", "session:1", "trending:other", "trending:products",
        "version:global", "version:search",
    ].sorted()

    private func fill(_ server: RedisServer) async throws {
        let plain = Self.keyspace.filter { !$0.hasPrefix("version:") && $0 != "cache:events" }
        try await server.run(plain.map { bytes("SET", $0, "x") })
        try await server.run(
            "SET version:search 4", "SET version:global 9", "XADD cache:events * hit product:1")
    }

    private func invalidator(
        _ server: RedisServer, readOnly: Bool = false, user: String? = nil
    ) -> Invalidator {
        Invalidator(
            endpoint: user.map { server.endpoint(user: $0) } ?? server.endpoint, policy: .standard,
            eventKey: "cache:events", api: nil,
            guards: InvalidationGuards(isReadOnly: readOnly), operatorName: "ann@bastion")
    }

    static let scopes: [(String, [String], gone: [String])] = [
        ("product", ["1"], ["inventory:1", "product:1"]),
        ("product", ["*"], ["inventory:*", "product:*"]),
        ("product", ["[ab]", "\\"], ["inventory:[ab]", "product:[ab]", "product:\\"]),
        ("category", ["shoes"], ["category:shoes", "category:shoes:h:v1", "category:shoes:h:v2"]),
        ("category", ["*"], ["category:*", "category:*:a:v1"]),
        ("category", ["[ab]"], ["category:[ab]:h:v1"]),
        ("search", [], []),
        (
            "global", [],
            [
                "category:*", "category:shoes", "facets", "facets:*", "facets:shoes", "inventory:*",
                "inventory:1", "inventory:[ab]", "inventory:a", "product:*", "product:1",
                "product:[ab]", "product:\\", "product:a", "search", "trending:products",
            ]
        ),
        ("facets", ["shoes"], ["facets:shoes"]),
        ("facets", ["*"], ["facets:*"]),
        ("facets", [], ["facets", "facets:*", "facets:shoes"]),
        ("trending", [], ["trending:products"]),
        ("inventory", ["*"], ["inventory:*"]),
        ("key", ["session:1"], ["session:1"]),
        ("key", ["nothing"], []),
        ("pattern", ["*:a"], ["inventory:a", "product:a"]),
        (
            "pattern", ["ca[t]*:*"],
            [
                "category:*", "category:*:a:v1", "category:[ab]:h:v1", "category:a:h:v1",
                "category:shoes", "category:shoes:h:v1", "category:shoes:h:v2",
                "category:shoes2:h:v1",
            ]
        ),
    ]

    private static func name(_ scope: (String, [String], gone: [String])) -> String {
        ([scope.0] + scope.1).joined(separator: " ")
    }

    @Test(arguments: scopes.map(name))
    func aScopeRemovesItsOwnKeysAndNoOther(_ name: String) async throws {
        let scope = try #require(Self.scopes.first { Self.name($0) == name })
        let (word, arguments, gone) = scope
        try await withRedis { server in
            try await fill(server)
            let scope = try InvalidationScope(word, arguments: arguments.map { Array($0.utf8) })
            let invalidator = invalidator(server)
            let plan = try invalidator.plan(scope)
            // Dry and read-only runs change nothing.
            let planned = try await invalidator.survey(plan).get()
            #expect(invalidator.dryRun(planned).outcome == .dryRun)
            let refused = await self.invalidator(server, readOnly: true).carryOut(planned)
            #expect(refused.outcome == .refused)
            #expect(try await server.keys() == Self.keyspace)
            #expect(try await server.run("GET version:search").text == "4")
            #expect(try await server.run("XLEN cache:events").integerValue == 1)

            let record = await invalidator.purge(plan)
            #expect(record.outcome == .done, "\(record.message)")
            #expect(try await server.keys() == Self.keyspace.filter { !gone.contains($0) })
            #expect(record.keysPlanned == (word == "search" ? nil : UInt64(gone.count)))
            #expect(record.keysRemoved == (word == "search" ? nil : UInt64(gone.count)))
            #expect(record.by == "ann@bastion")
            let isBump = ["search", "global"].contains(word)
            #expect(record.from == (word == "search" ? 4 : isBump ? 9 : nil))
            #expect(record.to == (word == "search" ? 5 : isBump ? 10 : nil))
            #expect(try await server.run("GET version:search").text == (isBump ? "5" : "4"))
            #expect(
                try await server.run("GET version:global").text == (word == "global" ? "10" : "9"))
            // What removed nothing and raised nothing is not announced.
            let isAnnounced = isBump || !gone.isEmpty
            #expect(
                try await server.run("XLEN cache:events").integerValue == (isAnnounced ? 2 : 1))
            #expect((record.edgeStaleUntil != nil) == (word != "key"))
        }
    }

    @Test func purgesAreAnnouncedAsTheyWereDone() async throws {
        try await withRedis { server in
            try await fill(server)
            let invalidator = invalidator(server)
            for scope in [InvalidationScope.products([[0x31]]), .category([0x2A]), .global] {
                _ = await invalidator.purge(try invalidator.plan(scope))
            }
            let entries = try await server.run("XRANGE cache:events - +").elements ?? []
            let pairs = entries.dropFirst().map { $0.elements?[1].elements?.compactMap(\.text) }
            #expect(
                pairs.prefix(2) == [
                    ["src", "cachetop", "purge", "product:1", "purge", "inventory:1"],
                    ["src", "cachetop", "purge", "category:*", "purge-glob", "category:\\*:*"],
                ])
            let global = try #require(pairs.last ?? nil)
            #expect(
                global.prefix(14) == [
                    "src", "cachetop", "bump", "version:global", "bump", "version:search",
                    "purge-glob", "product:*", "purge-glob", "facets:*", "purge-glob",
                    "trending:products:*", "purge-glob", "inventory:*",
                ])
            // What no glob covers: bare identities, and keys that no counter covers.
            #expect(
                global.dropFirst(14).filter { $0 != "purge" }.sorted() == [
                    "category:shoes", "facets", "search", "trending:products",
                ])
        }
    }

    @Test func noStreamIsMadeByAPurge() async throws {
        try await withRedis { server in
            let invalidator = invalidator(server)
            let record = await invalidator.purge(try invalidator.plan(.trending))
            #expect(record.outcome == .done)
            #expect(record.keysRemoved == 0)
            #expect(try await server.keys() == ["cachetop:audit"])
        }
    }

    @Test func aMissingCounterIsIncrementedTwice() async throws {
        try await withRedis { server in
            let invalidator = invalidator(server)
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .done)
            #expect(record.message.contains("was missing"))
            #expect(record.from == nil && record.to == 2)
            #expect(try await server.run("GET version:search").text == "2")
        }
    }

    @Test(arguments: [
        "SET version:search abc", "LPUSH version:search 1",
        "SET version:search 9223372036854775807",
    ])
    func aCounterThatIsNoneIsNotDone(_ line: String) async throws {
        try await withRedis { server in
            try await server.run(line, "SET product:1 x")
            let invalidator = invalidator(server)
            let record = await invalidator.purge(try invalidator.plan(.search))
            #expect(record.outcome == .notDone)
            #expect(record.message.contains("counter"))
            // Global stops at what it can't do, and says how far it came.
            let global = await invalidator.purge(try invalidator.plan(.global))
            #expect(global.outcome == .notDone)
            #expect(global.message.contains("version:global") && global.message.contains("then"))
            #expect(try await server.keys().contains("product:1"))
        }
    }

    @Test(arguments: [
        ("-unlink", "NOPERM"), ("-incr", "NOPERM"), ("-scan", "NOPERM"), ("-xadd", "announced"),
        ("resetkeys ~cache:*", "NOPERM"),
    ])
    func whatIsNotPermittedIsNotDone(_ rule: String, _ words: String) async throws {
        let users = RedisServer.Options { $0.users = ["u on >secret ~* +@all \(rule)"] }
        try await withRedis(users) { server in
            try await fill(server)
            let invalidator = invalidator(server, user: "u")
            let record = await invalidator.purge(try invalidator.plan(.global))
            #expect(record.outcome == (rule == "-xadd" ? .done : .notDone))
            #expect(record.message.contains(words), "\(record.message)")
        }
    }

    @Test func theDocumentedUserCanPurge() async throws {
        let rules = try ReadMe.purgingRules()
        let users = RedisServer.Options { $0.users = ["w on >secret resetkeys -@all \(rules)"] }
        try await withRedis(users) { server in
            try await fill(server)
            let invalidator = invalidator(server, user: "w")
            let record = await invalidator.purge(try invalidator.plan(.global))
            #expect(record.outcome == .done, "\(record.message)")
            #expect(try await server.run("XLEN cache:events").integerValue == 2)
        }
    }

    @Test func aReplicaIsNotPurged() async throws {
        try await withRedis(RedisServer.Options { $0.tcp = true }) { primary in
            let port = primary.port
            try await withRedis(RedisServer.Options { $0.replicaOfPort = port }) { replica in
                let invalidator = invalidator(replica)
                let record = await invalidator.purge(try invalidator.plan(.search))
                #expect(record.outcome == .refused)
                #expect(record.message.contains("connect to its primary"), "\(record.message)")
            }
        }
    }

    @Test func anUnreachableServerIsNotDone() async throws {
        let invalidator = Invalidator(
            endpoint: RedisEndpoint(address: .unixSocket(path: "/nonexistent/r.sock")),
            policy: .standard, eventKey: nil, api: nil, operatorName: "a@b")
        let record = await invalidator.purge(try invalidator.plan(.search))
        #expect(record.outcome == .notDone)
        #expect(record.edgeStaleUntil == nil)
    }

    @Test func aPurgeOfManyIsChunkedAndCounted() async throws {
        try await withRedis { server in
            try await server.run((0..<3000).map { bytes("SET", "facets:\($0)", "x") })
            let invalidator = invalidator(server)
            let record = await invalidator.purge(try invalidator.plan(.facets(nil)))
            #expect(record.keysRemoved == 3000)
            #expect(record.message == "removed all 3,000 keys.")
            #expect(record.keysPlanned == 3000 && record.keysAlreadyGone == 0)
            let ids = (0..<1000).map { Array("\($0)".utf8) }
            for name in ["product", "inventory"] {
                try await server.run((0..<1000).map { bytes("SET", "\(name):\($0)", "x") })
            }
            _ = try await server.run("XADD cache:events * hit a")
            let products = await invalidator.purge(try invalidator.plan(.products(ids)))
            #expect(products.outcome == .done)
            #expect(try await server.run("XLEN cache:events").integerValue == 1 + 4)
        }
    }
}
