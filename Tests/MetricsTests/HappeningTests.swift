import Testing

@testable import Metrics

/// FLUSH, evictions, restarts, settings, gaps and alerts, each by what the server says.
struct HappeningTests {
    private var server = WatchedServer()

    private mutating func withCalls(_ calls: CommandCalls = CommandCalls()) {
        server.calls = calls
        server.idle(2)
    }

    // MARK: FLUSH

    @Test(arguments: [
        ("FLUSHALL", CommandCalls(flushAll: 1)), ("FLUSHDB", CommandCalls(flushDB: 1)),
    ])
    mutating func aFlushIsToldByItsCalls(name: String, calls: CommandCalls) throws {
        withCalls()
        server.keys = 60
        server.calls = nil
        server.poll()
        server.calls = calls
        server.poll()
        server.idle(5)
        #expect(server.kinds == [.flush])
        let found = try #require(server.timeline.first)
        #expect(found.message.hasPrefix(name) && found.keys == 9940 && found.from == "10000")
        #expect(found.at == moment(7) && found.until == moment(8))
    }

    @Test mutating func withoutCallsAnEmptyDatabaseTellsIt() {
        server.keys = 0
        server.poll()
        server.idle(5)
        #expect(server.kinds == [.flush] && server.timeline.first?.keys == 10_000)
    }

    @Test mutating func aFlushOfAnotherDatabaseIsNone() {
        withCalls()
        server.calls = CommandCalls(flushDB: 1)
        server.idle(12)
        #expect(server.kinds == [])
        // Of all databases it is this one's, too.
        server.calls = CommandCalls(flushAll: 1, flushDB: 1)
        server.idle(12)
        #expect(server.kinds == [.flush] && server.timeline.first?.keys == nil)
    }

    /// keys go, and then
    @Test(arguments: [CommandCalls(swapDB: 1), CommandCalls(unlink: 0)])
    mutating func aSwapIsNoLoss(calls: CommandCalls) {
        withCalls()
        server.keys -= 400
        server.calls = nil
        server.poll()
        server.calls = calls
        server.poll()
        server.idle(5)
        #expect(server.kinds == (calls.swapDB > 0 ? [] : [.unannounced]))
    }

    @Test mutating func allThatExpiredIsNoFlush() {
        server.expired += server.keys
        server.keys = 0
        server.poll()
        server.idle(5)
        #expect(server.kinds == [])
    }

    // MARK: Evictions

    private mutating func evict(_ keys: Int64) {
        server.keys -= keys
        server.evicted += keys
        server.poll()
    }

    @Test mutating func aStormHasABeginningAndAnEnd() throws {
        for _ in 0..<3 { evict(100) }
        let open = try #require(server.timeline.first)
        #expect(server.kinds == [.evictions] && open.until == nil && open.keys == 300)
        server.idle(30)
        evict(1)
        server.idle(70)
        let over = try #require(server.timeline.first)
        #expect(server.kinds == [.evictions] && over.keys == 301)
        #expect(over.at == moment(5) && over.until == moment(39))
        for _ in 0..<2 { evict(100) }
        #expect(server.kinds == [.evictions, .evictions])
    }

    @Test mutating func aFewAreNoStorm() {
        for _ in 0..<9 {
            evict(1)
            server.idle(9)
        }
        #expect(server.kinds == [])
    }

    @Test mutating func aStormThatWasThereBefore() {
        var history = History.standard
        for second in 0...3 {
            history.observe(
                Sample(
                    at: moment(Double(second)), monotonicSeconds: Double(second),
                    info: info("run_id:a\r\nevicted_keys:\(second * 100)")))
        }
        let message = history.snapshot(3).timeline.first?.message
        #expect(message?.hasSuffix("did so already when cachetop began to watch.") == true)
    }

    // MARK: Servers

    private static let servers:
        [(String, @Sendable (inout WatchedServer) -> Void, TimelineEntry.Kind?, String)] = [
            ("nothing", { _ in }, nil, ""),
            (
                "a restart",
                {
                    $0.runID = "b"
                    $0.uptime = 0
                    $0.keys = 0
                }, .restart, "Redis was restarted, and came back with 0 keys."
            ),
            (
                "another server",
                { $0.runID = "b" }, .failover,
                "Another server answers under this address, up for 1d3h."
            ),
            (
                "another role",
                { $0.role = "slave" }, .failover, "This server is a replica now; it was a primary."
            ),
        ]

    @Test(arguments: servers.map(\.0))
    mutating func whatBecameOfTheServer(name: String) throws {
        let row = try #require(Self.servers.first { $0.0 == name })
        row.1(&server)
        server.poll()
        server.idle(5)
        #expect(server.kinds == (row.2.map { [$0] } ?? []))
        #expect(server.timeline.first?.message ?? "" == row.3)
    }

    @Test mutating func aReplicaFollowsAnother() {
        server.role = "slave"
        server.fields = ["master_host:10.0.0.1", "master_port:6379"]
        server.poll()
        server.fields = ["master_host:10.0.0.2", "master_port:6379"]
        server.poll()
        #expect(server.kinds == [.failover, .failover])
        #expect(server.timeline.last?.from == "10.0.0.1:6379")
    }

    /// When it was restarted, not when that was seen.
    @Test mutating func theMomentOfARestart() {
        server.history.interrupt(why: "lost")
        server.runID = "b"
        server.uptime = -20
        server.poll(after: 30)
        #expect(server.timeline.map(\.at) == [moment(25)])
    }

    @Test mutating func settings() {
        server.maxmemory = 1 << 30
        server.poll()
        server.memoryPolicy = "allkeys-lru"
        server.poll()
        server.maxmemory = 0
        server.poll()
        #expect(server.kinds == [.config, .config, .config])
        #expect(server.timeline.map(\.subject) == ["maxmemory", "maxmemory-policy", "maxmemory"])
        #expect(server.timeline.map(\.from) == ["0", "noeviction", "1073741824"])
        #expect(server.timeline.map(\.to) == ["1073741824", "allkeys-lru", "0"])
        #expect(
            server.timeline.first?.message
                == "maxmemory was changed from no limit to 1.00 GiB.")
    }

    // MARK: Events

    @Test mutating func gapsOfAMinuteAreOne() {
        server.status.noteGap(of: 100)
        server.report()
        server.idle(30)
        server.status.noteGap(of: 20)
        server.report()
        #expect(server.kinds == [.gap])
        #expect(server.timeline.first?.message.hasPrefix("120 entries of the event stream") == true)
        #expect(server.timeline.first?.until == server.now)
        server.idle(61)
        server.status.resets += 1
        server.status.noteGap(of: 1)
        server.report()
        #expect(server.kinds == [.gap, .gap, .gap])
        #expect(server.timeline.map(\.subject) == ["trimmed", "trimmed", "restarted"])
    }

    // MARK: Alerts

    private func alert(
        _ rule: String = "memoryFull", _ severity: Alert.Severity = .warning
    ) -> Alert { Alert(rule: rule, severity: severity, message: "Memory is full.") }

    private mutating func note(_ alerts: [Alert], for seconds: Int) {
        for _ in 0..<seconds {
            server.poll()
            server.history.note(alerts, at: server.now)
        }
    }

    @Test mutating func anAlertBeginsAndEnds() throws {
        server.idle(20)
        note([alert()], for: 2)
        #expect(server.kinds == [])
        note([alert()], for: 20)
        #expect(server.kinds == [.alert])
        #expect(server.timeline.first?.at == moment(26) && server.timeline.first?.until == nil)
        note([], for: 9)
        note([alert()], for: 1)
        #expect(server.timeline.map(\.until) == [nil])
        note([], for: 11)
        #expect(server.timeline.map(\.until) == [moment(57)])
        #expect(server.timeline.first?.subject == "memoryFull")
        #expect(server.timeline.first?.severity == .warning)
    }

    @Test mutating func whatHeldFromTheStartDidNotBegin() {
        note([alert()], for: 60)
        #expect(server.kinds == [])
    }

    @Test(arguments: [
        "evictions", "eventsLost", "streamRestarted", "linesDropped", "hitRateDropped",
    ])
    mutating func whatHasItsOwnEntryIsNoAlert(rule: String) {
        server.idle(20)
        note([alert(rule), alert("meilisearch", .info)], for: 20)
        #expect(server.kinds == [])
    }

    @Test func aSnapshotOfOneRunHasTheAlertsOfNow() {
        let entries = History.entries(of: [alert(), alert("x", .info)], at: moment(3))
        #expect(entries.map(\.kind) == [.alert] && entries.map(\.at) == [moment(3)])
    }

    // MARK: Bounds

    @Test func theBookIsBounded() {
        var book = HappeningBook()
        let long = String(repeating: "é", count: 2000)
        for second in 0..<500 {
            book.put(
                TimelineEntry(at: moment(Double(second)), kind: .config, message: long))
        }
        #expect(book.items.count == HappeningBook.limit)
        #expect(book.entries.last?.at == moment(499))
        #expect(book.entries.allSatisfy { $0.message.utf8.count <= HappeningBook.textLimit + 3 })
    }
}
