import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// What an invalidation left behind: rates and horizons in the timeline.
@Suite struct AftermathTests {
    static let wide = Size(columns: 120, rows: 40)

    private func record(
        _ seconds: Double, _ resource: String = "product", via: InvalidationRecord.Way = .redis,
        outcome: InvalidationRecord.Outcome = .done
    ) -> InvalidationRecord {
        InvalidationRecord(
            id: "\(seconds)\(resource)", at: Shop.noon.adding(seconds: seconds),
            scope: "\(resource) 42", by: via == .observed ? "api-2" : "bob@bastion", via: via,
            outcome: outcome, message: "removed 2 keys.", resources: [resource],
            edgeStaleUntil: Shop.noon.adding(seconds: seconds + 180))
    }

    private func state(
        _ records: [InvalidationRecord], _ size: Size = wide
    ) -> State {
        var state = Shop.busy(size)
        state.feed(.recorded(records), at: 120)
        return state
    }

    /// It found nothing: no rates, and no old copy that a purge could have left.
    @Test func whatRemovedNothingLeavesNoOldCopy() {
        var record = record(-20)
        record.keysRemoved = 0
        let state = state([record])
        let row = state.draw().lines.first { $0.contains("bob@bastion") }
        #expect(row?.contains("product 42: 0 keys") == true, "\(row ?? "")")
        #expect(row?.contains("14:06") == false)
    }

    /// Without colour, too: the verdict stands before the message.
    @Test(
        arguments: [
            (.accepted, "product 42: accepted: told"),
            (.unknown, "product 42: unknown: told"),
            (.unfinished, "product 42: unfinished: told"),
            (.notDone, "product 42: NOT done: told"), (.refused, "product 42: refused: told"),
            (.done, "product 42: told"),
        ] as [(InvalidationRecord.Outcome, String)])
    func everyOutcomeIsNamed(
        _ outcome: InvalidationRecord.Outcome, _ row: String
    ) {
        var record = record(-100, outcome: outcome)
        record.message = "told."
        var state = state([record], Size(columns: 200, rows: 60))
        state.feed(.sample(Shop.sample(second: 1, hits: 901_900)), at: 121)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains(row) }, "\(lines.filter { $0.contains("bob") })")
    }

    /// 80 % before, 99 % since: no drop.
    @Test(
        arguments: [
            (
                -20, nil, nil, "no drop so far: 80.0% in the minute before, 99.0% now",
                "no drop so far"
            ),
            (
                -20, 20, nil, "no drop: 80.0% in the minute before, 99.0% when last measured",
                "no drop"
            ),
            (-2, nil, nil, "too early to say before ", "too early to say"),
            (-20, 4, nil, "not known: something else changed it at ", "not known"),
            (
                -20, nil, 5, "80.0% in the minute before, 80.0% at its lowest",
                "product 80.0%→80.0%→99.0%"
            ),
        ] as [(Double, Double?, Double?, String, String)])
    func aRateThatRoseIsNoDrop(
        ago: Double, followed: Double?, alerted: Double?, words: String, row: String
    ) {
        let taken = Shop.busy(Self.wide).shown.takenAt
        var record = record(-20)
        record.at = taken.adding(seconds: ago)
        var aftermath = Aftermath(hitRateBefore: 0.8, hitRateLowest: 0.8, hitRateNow: 0.99)
        aftermath.followedUntil = followed.map { record.at.adding(seconds: $0) }
        aftermath.alertedAt = alerted.map { record.at.adding(seconds: $0) }
        record.aftermath = aftermath
        var state = State(replaying: Shop.busy(Self.wide).shown, size: Self.wide)
        state.shown.invalidations = [record]
        state.shown.timeline = []
        state.focus = .timeline
        state.isExpanded = true
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains(words) }, "\(lines)")
        #expect(lines.contains { $0.contains("  \(row) ") }, "\(lines)")
    }

    @Test func theExpandedGraphHasALine() {
        var state = state([record(-31)])
        state.focus = .resources
        state.select(1, in: .resources)
        state.isExpanded = true
        expectGolden(state.draw().lines, named: "marked-120x40")
    }

    @Test func theHelpExplainsTheLetters() {
        var state = Shop.busy(Self.wide)
        _ = state.press("?")
        let pages = (0..<9).flatMap { _ in
            defer { _ = state.press(.pageDown) }
            return state.draw().lines
        }
        #expect(pages.contains { $0.contains("│ A B C     below a curve and in the timeline:") })
    }

    /// Falls to nothing, and half way back: as seen in the timeline.
    private func fallen(_ size: Size) -> State {
        var state = state([record(-2, "search")], size)
        var tally = EventTally(slots: Shop.grammar.slots)
        var keys = TopKeys()
        for second in 1...8 {
            tally.beginEntry(at: Shop.noon.adding(seconds: Double(second)))
            tally.add(n: 900, "miss", "search:9f3a:v128", Shop.grammar, &keys)
        }
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon.adding(seconds: -300)
        state.feed(
            .events(
                EventReport(
                    tally: tally, status: status, topKeys: keys.top(5), keySlices: keys.slices)),
            at: 128)
        state.feed(.sample(Shop.sample(second: 8, hits: 903_000)), at: 128)
        return state
    }

    @Test func theTimelineTellsTheFallWhereThereIsRoom() {
        let wide = fallen(Size(columns: 200, rows: 60)).draw().lines
        #expect(wide.contains { $0.contains("hit rate before→lowest→last") })
        #expect(wide.contains { $0.contains("87.7%→9.3%→9.3% +   14:06:20") })
        let small = fallen(Size(columns: 80, rows: 24)).draw().lines
        #expect(!small.contains { $0.contains("before→lowest→last") })
        #expect(small.contains { $0.contains(" ~14:06") })
    }

    /// The moment, which does not count down in every row; and it is no warning: so is every purge.
    @Test func theEdgeIsOldUntilAMoment() throws {
        var state = fallen(Self.wide)
        let lines = state.draw().lines
        let y = try #require(lines.firstIndex { $0.contains("14:06:20") })
        #expect(lines.contains { $0.contains("new by") })
        #expect(!state.draw().styleLines[y].contains(Style.warning.rawValue))
        state.feed(.sample(Shop.sample(second: 200, hits: 905_000)), at: 320)
        #expect(state.draw().lines.contains { $0.contains("bob@bastion") && $0.contains("fresh") })
    }

    @Test(arguments: [wide, Size(columns: 80, rows: 24)])
    func theSelectedOneIsToldWhole(size: Size) {
        var state = fallen(size)
        var record = InvalidationRecord(
            id: "7f", at: Shop.noon.adding(seconds: -4), scope: "category shoes",
            by: "carol@bastion", via: .redis, outcome: .notDone,
            message: "stopped: removed 1,500 keys; 10,540 keys left alone.",
            resources: ["category"], keysPlanned: 12_040, keysRemoved: 1498, keysAlreadyGone: 2,
            keysRewritten: 3, keysVerified: 1500, stoppedEarly: true, durationSeconds: 1.5,
            edgeStaleUntil: Shop.noon.adding(seconds: 896))
        record.trailProblem = "The trail /var/log/cachetop was not written: permission denied."
        state.feed(.recorded([record]), at: 128)
        state.focus = .timeline
        state.isExpanded = true
        _ = state.press(.down, .down)
        expectGolden(state.draw().lines, named: "timeline-detail-\(size.name)")
    }

    /// A counter that moved by itself: nobody knows who did it, and that is said.
    @Test func whatNobodyToldIsLabelled() {
        var state = state([])
        for second in 1...4 {
            var sample = Shop.sample(second: second, hits: 902_000)
            sample.counters = [.value(128), .value(10)]
            state.feed(.sample(sample), at: 120 + Double(second))
        }
        let row = state.draw().lines.first { $0.contains("global v9→10") }
        #expect(row?.contains("unknown") == true, "\(row ?? "no row")")
    }

    /// New ones come in above; what is being read stays.
    @Test func theSelectionStaysOnItsRecord() {
        var state = state([record(-30), record(-20)])
        state.focus = .timeline
        state.isExpanded = true
        _ = state.press(.down, .down)
        let selected = state.selections[.timeline]
        state.feed(.recorded([record(0)]), at: 121)
        #expect(state.selections[.timeline]?.row == selected?.row)
        #expect(state.selections[.timeline]?.place == selected.map { $0.place + 1 })
    }
}
