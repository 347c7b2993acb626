import Metrics
import Screen
import Testing

@testable import Dashboard

/// Texts that are shortened by meaning, not cut, and figures that keep their places.
@Suite struct WordingTests {
    private static func record(_ change: (inout InvalidationRecord) -> Void) -> InvalidationRecord {
        var record = InvalidationRecord(
            at: Shop.noon, scope: "product 42", by: "bob@bastion", via: .redis, outcome: .done,
            message: "removed 2 keys.")
        change(&record)
        return record
    }

    private func forms(_ record: InvalidationRecord) -> [String] {
        let shown = Shop.busy(ScreenTests.wide).shown
        return RecordWords(record: record, versions: shown.versions, glyphs: .unicode).forms
    }

    private static let brief: [(InvalidationRecord, String)] = [
        (record { $0.keysRemoved = 2 }, "product 42: 2 keys"),
        (record { $0.keysRemoved = 0 }, "product 42: nothing there"),
        (
            record { ($0.keysRemoved, $0.keysRewritten) = (2, 1) },
            "product 42: 2 keys, 1 written again"
        ),
        (record { ($0.scope, $0.from, $0.to) = ("search", 127, 128) }, "search v127→128"),
        (record { ($0.scope, $0.to) = ("search", 2) }, "search v2"),
        (record { $0.outcome = .dryRun }, "product 42: dry run"),
        (record { $0.message = "The API says yes." }, "product 42: The API says yes"),
        (
            record {
                ($0.outcome, $0.stoppedEarly) = (.notDone, true)
                ($0.keysRemoved, $0.keysPlanned) = (1498, 12_040)
            }, "product 42: stopped, 1,498 of 12,040 keys"
        ),
    ]

    @Test(arguments: brief)
    func aRecordInAFewWords(_ record: InvalidationRecord, _ words: String) {
        #expect(forms(record).first == words)
    }

    @Test func whatIsNotDoneHasALongAndAShortForm() {
        let words = forms(Self.record { ($0.outcome, $0.message) = (.notDone, "it broke.") })
        #expect(words == ["product 42: NOT done: it broke", "product 42: NOT done"])
    }

    @Test func anObservedOneNamesTheFirstAndCountsTheRest() {
        let purge = RecordedStep.unlink([Array("product:1".utf8), Array("inventory:1".utf8)])
        let bump = RecordedStep.increment("version:search", from: 7, to: 8)
        var observed = Self.record { ($0.via, $0.steps) = (.observed, [bump, purge]) }
        #expect(forms(observed).first == "search v7→8, product:1, inventory:1")
        #expect(forms(observed).last == "search v7→8 +2")
        observed.steps = [.unlinkMatching(Array("category:*".utf8)), .unlink(unnamed: 40)]
        #expect(forms(observed).last == "category:* +40")
        observed.steps = [.unlink(unnamed: 40)]
        #expect(forms(observed).last == "40 keys")
        observed.steps = [.increment("version:search")]
        #expect(forms(observed).last == "search raised")
        observed.steps = nil
        #expect(forms(observed) == ["product 42"])
    }

    @Test(
        arguments: [
            ("NOPERM this user may not", 40, "NOPERM this user may not"),
            ("NOPERM this user may not", 17, "NOPERM (key 3)"),
            ("XINFO is refused: NOPERM no", 26, "XINFO is refused (key 3)"),
            ("as of 14:03, XINFO is refused: NOPERM", 22, "as of 14:03 (key 3)"),
            ("On another node (h:1): MOVED", 26, "On another node (key 3)"),
            ("nothing to stop at", 10, "nothing to stop at"), ("NOPERM no", 8, "NOPERM no"),
        ])
    func aReasonEndsWhereItMeansSomething(_ text: String, _ columns: Int, _ gist: String) {
        #expect(DisplayText(text).gist(within: columns, more: "3").string == gist)
    }

    /// Another digit or unit moves nothing in the header, and takes no part away.
    @Test(arguments: [80, 100, 120, 160])
    func theHeadersPartsKeepTheirPlaces(columns: Int) {
        func words(_ uptime: UInt64, _ operations: Double, _ cpu: Double) -> [Int] {
            var state = Shop.busy(Size(columns: columns, rows: 24))
            state.shown.server.uptimeSeconds = uptime
            state.shown.server.opsPerSecond = operations
            state.shown.server.cpuRatio = cpu
            state.shown.server.connectedClients = UInt64(operations) / 10
            let line = state.draw().lines[0]
            return ["up ", " ops/s", "cpu ", " clients", "●"].compactMap { word in
                line.ranges(of: word).first.map {
                    line.distance(from: line.startIndex, to: $0.lowerBound)
                }
            }
        }
        let first = words(180, 578, 0.044)
        for (uptime, operations, cpu) in [
            (181, 9.5, 1.2), (59, 12_345, 0.0001), (86_400, 99_999, 1), (1_047_900, 0, 0),
        ] as [(UInt64, Double, Double)] {
            #expect(words(uptime, operations, cpu) == first)
        }
    }

    @Test func lateTakesNoPartAway() {
        var state = Shop.busy(ScreenTests.small)
        let live = state.draw().lines[0]
        _ = state.update(.ticked(125))
        let late = state.draw().lines[0]
        #expect(live.contains("  up 12d3h  ") && late.contains("  up 12d3h  "))
        #expect(late.contains("late, 5s old"))
    }

    /// No row of a busy shop is cut at the sizes that operators have.
    @Test(arguments: [ScreenTests.small, Size(columns: 100, rows: 30), ScreenTests.wide])
    func nothingIsCut(size: Size) {
        for row in Shop.busy(size).draw().lines { #expect(!row.contains("…"), "\(row)") }
    }

    @Test func theKeysThatAreDeadStandBesideTheRest() {
        let lines = Shop.busy(ScreenTests.wide).draw().lines
        #expect(
            lines.contains { $0.hasPrefix(" search ") && $0.contains(" 1410 (210 dead)  33.8 MiB") }
        )
    }

    @Test func theMissesSaySinceWhen() {
        var state = Shop.busy(ScreenTests.wide)
        state.keyOrder.window = .all
        #expect(state.draw().lines.contains { $0.contains("─ all, since 13:58 (m: 5 1 60) ─") })
        state.shown.events.countedFrom = Shop.noon.adding(seconds: -190_800)
        #expect(state.draw().lines.contains { $0.contains("─ all, of 2d5h (m: 5 1 60) ─") })
        state.shown.events.countedFrom = nil
        #expect(state.draw().lines.contains { $0.contains("─ all, since the start ") })
    }

    /// Of an alert of the past it is known that it held, and not what it measured: no number is made up.
    @Test(arguments: [
        (AlertRule.hitRateDropped, "product: hit rate lower"),
        (.keysOverTTL, "product: keys over their TTL"), (.memoryFull, "memory nearly full"),
        (.memoryFillsUp, "memory fills up"), (.eventsLate, "events late"),
        (.expiryCliff, "product: many of the keys expire together"),
        (.counterDrift, "product: counter and keys do not agree"),
    ])
    func anAlertWithoutItsNumber(rule: AlertRule, gist: String) {
        let alert = Alert(
            rule: rule.name, severity: .warning, subject: "product",
            message: "\(rule.name) held at this time; its words are not recorded.")
        #expect(alert.gist == gist)
        #expect(alert.briefs.allSatisfy { !$0.contains(where: \.isNumber) })
    }
}
