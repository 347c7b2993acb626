import Testing

@testable import Metrics

/// Which invalidations are one happening.
struct InvalidationGroupTests {
    private static func record(
        _ second: Double, by author: String? = "listener",
        via: InvalidationRecord.Way = .observed, keys: Int = 2,
        outcome: InvalidationRecord.Outcome = .done
    ) -> InvalidationRecord {
        var record = InvalidationRecord(
            id: via == .observed ? nil : "\(second)\(author ?? "")", at: moment(second),
            scope: "product \(second)", by: author, via: via, outcome: outcome, message: "",
            resources: ["product"], keysRemoved: via == .observed ? nil : UInt64(keys))
        record.steps = [.unlink((0..<keys).map { bytes("product:\(second):\($0)") })]
        return record
    }

    private static let table: [(String, [InvalidationRecord], [Int])] = [
        ("a catalogue change", [record(0), record(1), record(4), record(8)], [4]),
        ("two changes", [record(0), record(1), record(7)], [2, 1]),
        ("all the time", (0..<100).map { record(Double($0)) }, [61, 39]),
        ("two instances", [record(0), record(0.5, by: "api-1"), record(1)], [2, 1]),
        ("no author", [record(0, by: nil), record(1, by: nil)], [2]),
        (
            "a script",
            (0..<10).map { record(Double($0), by: "ci@runner", via: .redis) }, [10]
        ),
        (
            "an operator",
            [record(0, by: "a@b", via: .redis), record(3, by: "a@b", via: .redis)], [1, 1]
        ),
        (
            "what failed stands alone",
            [
                record(0, by: "a@b", via: .redis),
                record(1, by: "a@b", via: .redis, outcome: .unknown),
                record(2, by: "a@b", via: .redis),
            ], [2, 1]
        ),
        (
            "what changed nothing stands alone",
            [
                record(0, by: "a@b", via: .redis),
                record(1, by: "a@b", via: .redis, keys: 0),
            ], [1, 1]
        ),
    ]

    @Test(arguments: table.map(\.0))
    func whatIsOne(name: String) throws {
        let row = try #require(Self.table.first { $0.0 == name })
        let groups = InvalidationGroups(row.1.shuffled()).happenings
        #expect(groups.map(\.records.count) == row.2)
    }

    @Test func aGroupAddsUp() throws {
        let groups = InvalidationGroups([Self.record(0), Self.record(1), Self.record(4)])
        let entry = try #require(groups.happenings.first?.entry)
        #expect(entry.at == moment(0) && entry.until == moment(4) && entry.keys == 6)
        #expect(entry.kind == .invalidation && entry.by == "listener" && entry.via == .observed)
        #expect(entry.resource == "product")
    }

    /// What was said of the rate before stays, also when a later part of it falls further from where it is by then.
    @Test func theRateBeforeIsThatBeforeTheFirst() throws {
        var (first, second) = (Self.record(0), Self.record(3))
        first.aftermath = Aftermath(
            hitRateBefore: 0.927, hitRateLowest: 0.7, hitRateNow: 0.7, followedUntil: moment(3))
        second.aftermath = Aftermath(
            hitRateBefore: 0.775, hitRateLowest: 0.41, hitRateNow: 0.76, recoveredAt: moment(40))
        second.aftermath?.alertedAt = moment(16)
        let entry = try #require(InvalidationGroups([first, second]).happenings.first?.entry)
        #expect(entry.hitRateBefore == 0.927 && entry.hitRateLowest == 0.41)
        #expect(entry.hitRateAfter == 0.76 && entry.recoveredAt == moment(40))
        #expect(entry.alertedAt == moment(16) && entry.followedUntil == nil)
        // One that was back stays so, unless a later part makes the rate fall again.
        first.aftermath?.followedUntil = nil
        first.aftermath?.recoveredAt = moment(2)
        second.aftermath = Aftermath(hitRateBefore: 0.92, hitRateLowest: 0.9, hitRateNow: 0.91)
        let back = try #require(InvalidationGroups([first, second]).happenings.first?.entry)
        #expect(back.hitRateLowest == 0.7 && back.recoveredAt == moment(2))
    }

    /// The rates are those of the resource that fell most, and the row says whose.
    @Test func aGroupSaysWhoseItsRatesAre() throws {
        var (small, large) = (Self.record(0), Self.record(1))
        small.aftermath = Aftermath(hitRateBefore: 0.9, hitRateLowest: 0.85, hitRateNow: 0.9)
        large.resources = ["search", "category"]
        large.aftermath = Aftermath(
            hitRateBefore: 0.8, hitRateLowest: 0.4, hitRateNow: 0.79, recoveredAt: moment(50))
        let entry = try #require(InvalidationGroups([small, large]).happenings.first?.entry)
        #expect(entry.resource == nil && entry.ratesOf == ["search", "category"])
        #expect(entry.hitRateBefore == 0.8 && entry.hitRateLowest == 0.4)
        #expect(entry.recoveredAt == moment(50))
    }

    /// The second of a row is not measured against the rate that the first had made by then.
    @Test func theRateBeforeASecondOneIsThatBeforeTheFirst() throws {
        var server = WatchedServer()
        func look(_ seconds: Int, hits: UInt64) {
            for _ in 0..<seconds {
                server.poll()
                server.history.observe(
                    server.second,
                    [
                        ("n", "\(hits)"), ("hit", "product:1"), ("n", "\(100 - hits)"),
                        ("miss", "product:1"),
                    ])
            }
        }
        look(70, hits: 95)
        var befores: Set<Double> = []
        var rows = 0
        for part in 0..<8 {
            server.history.observe(Self.record(server.second, keys: 300))
            look(4, hits: UInt64(60 - part * 5))
            let entries = server.history.snapshot(server.second).timeline.filter {
                $0.kind == .invalidation
            }
            rows = max(rows, entries.count)
            befores.formUnion(entries.compactMap(\.hitRateBefore))
        }
        #expect(befores == [0.95] && rows == 1)
        let entry = try #require(server.history.snapshot(server.second).timeline.last)
        #expect(entry.hitRateLowest.map { $0 < 0.35 } == true, "\(entry)")
        #expect(entry.ratesOf == ["product"])
    }

    @Test func aBumpHasItsValues() throws {
        let record = InvalidationRecord(
            id: "1", at: start, scope: "search", by: "a@b", via: .redis, outcome: .done,
            message: "version raised", steps: [.increment("version:search", from: 7, to: 8)],
            from: 7, to: 8)
        let entry = TimelineEntry(record)
        #expect(entry.counter == "version:search" && entry.from == "7" && entry.to == "8")
    }

    /// A shop that invalidates all day: what the records no longer say stays as lines.
    @Test func whatIsForgottenStaysInTheTimeline() throws {
        var history = History.standard
        for second in 0..<1000 { history.observe(Self.record(Double(second))) }
        let snapshot = history.snapshot(1000)
        #expect(snapshot.invalidations.count == RecordBook.limit)
        #expect(snapshot.timeline.first?.at == moment(0))
        let keys = snapshot.timeline.compactMap(\.keys).reduce(0, +)
        #expect(keys == 2000)
        #expect(snapshot.timeline.count < 20)
        // Each record is in the row that it belongs to.
        let happenings = snapshot.happenings
        #expect(happenings.map(\.entry) == snapshot.timeline)
        #expect(happenings.reduce(0) { $0 + $1.records.count } == RecordBook.limit)
    }

    @Test func aFileWithoutEntriesHasItsRecords() {
        var snapshot = History.standard.snapshot(9)
        snapshot.invalidations = [Self.record(0), Self.record(1), Self.record(7)]
        #expect(snapshot.happenings.map(\.records.count) == [2, 1])
    }

    // MARK: The past

    @Test func whatWasLearnedLaterIsLeftOut() throws {
        var entry = TimelineEntry(at: moment(5), until: moment(6), kind: .unannounced, message: "")
        entry.keys = 400
        (entry.hitRateBefore, entry.hitRateLowest, entry.hitRateAfter) = (0.9, 0.4, 0.9)
        entry.recoveredAt = moment(60)
        #expect(entry.known(at: moment(4)) == nil && entry.known(at: moment(5.5)) == nil)
        let early = try #require(entry.known(at: moment(6)))
        #expect(early.keys == 400 && early.aftermath == nil)
        #expect(entry.known(at: moment(60)) == entry)
        entry.kind = .evictions
        let open = try #require(entry.known(at: moment(5.5)))
        #expect(open.until == nil && open.keys == nil)
    }

    @Test func thePastOfTheTimeline() throws {
        var server = WatchedServer()
        var past = Past()
        func look() { past.note(server.history.snapshot(server.second)) }
        look()
        server.keys -= 400
        for _ in 0..<10 {
            server.poll()
            look()
        }
        server.history.observe(Self.record(9))
        func kinds(_ second: Double) -> [TimelineEntry.Kind]? {
            past.snapshot(at: moment(second), invalidationsOf: server.history)?.timeline.map(\.kind)
        }
        #expect(kinds(5) == [] && kinds(6) == [.unannounced])
        #expect(kinds(9) == [.unannounced, .invalidation])
    }

    /// What is read of an earlier time comes once, and has no effect that could be told.
    @Test func invalidationsBeforeThisRun() {
        var history = History.standard
        history.observe(3600, [("hit", "product:1")])
        let old = Self.record(100)
        history.observe(past: [old, old])
        var feed = TallyFeed()
        feed.entry(moment(200), [("src", "api-1"), ("purge", "product:7")])
        history.observe(pastInvalidationsOf: feed.tally)
        history.observe(pastInvalidationsOf: feed.tally)
        history.observe(Sample(at: moment(3601), monotonicSeconds: 1))
        let snapshot = history.snapshot(3601)
        #expect(snapshot.timeline.map(\.at) == [moment(100), moment(200)])
        #expect(snapshot.timeline.allSatisfy { $0.aftermath == nil })
        #expect(snapshot.events.received == 1)
    }

    /// The oldest goes, in whichever order they come.
    @Test func theOldestRecordGoesFirst() {
        var book = RecordBook()
        for second in (0..<300).reversed() {
            book.add(Self.record(Double(second), by: "a", via: .redis))
        }
        #expect(book.records.map(\.at).min() == moment(100))
    }
}
