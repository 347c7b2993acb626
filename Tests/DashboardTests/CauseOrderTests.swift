import Metrics
import Screen
import Testing

@testable import Dashboard

/// In the timeline a cause is seen as long as anything that follows from it.
@Suite struct CauseOrderTests {
    private static func alert(_ second: Double, _ subject: String) -> TimelineEntry {
        TimelineEntry.atShop(second, .alert) { ($0.subject, $0.severity) = (subject, .warning) }
    }

    private static func state(_ timeline: [TimelineEntry], _ size: Size = ScreenTests.small)
        -> State
    {
        var state = Shop.busy(size)
        var shown = state.shown
        shown.invalidations = []
        shown.timeline = timeline
        state.shown = shown
        state.focus = .timeline
        return state
    }

    private static let flush = TimelineEntry.atShop(-100, .flush) {
        ($0.subject, $0.keys) = ("FLUSHDB", 2031)
        ($0.hitRateBefore, $0.hitRateLowest) = (0.9, 0.1)
    }

    private static let effects = [
        alert(-97, "counterDrift version:search"), alert(-95, "counterDrift version:global"),
        alert(-80, "hitRateLow search"), alert(-70, "hitRateUnusual product"),
        alert(-40, "expiryCliff product"),
    ]

    private func subjects(_ state: State) -> [String] {
        state.timelineRows.map { $0.entry.subject ?? $0.entry.message }
    }

    @Test func aFlushStandsBeforeItsEffects() {
        let mark = TimelineEntry.atShop(-20, .mark) { ($0.by, $0.message) = ("ci", "later") }
        let before = Self.alert(-300, "hitRateLow facets")
        let state = Self.state([before, Self.flush] + Self.effects + [mark])
        #expect(
            subjects(state) == [
                "later", "FLUSHDB", "expiryCliff product", "hitRateUnusual product",
                "hitRateLow search", "counterDrift version:global", "counterDrift version:search",
                "hitRateLow facets",
            ])
        #expect(
            state.timelineRows.map(\.isEffect) == [false, false] + Array(repeating: true, count: 5)
                + [false])
        // Charts have them by time.
        let times = state.chartMarks(from: Shop.noon.adding(seconds: -500), to: Shop.noon).map(\.at)
        #expect(times == times.sorted())
    }

    /// A row that has nothing to do with it never stands between a cause and its effects.
    @Test func effectsComeRightAfterTheirCause() {
        let mark = TimelineEntry.atShop(-75, .mark) { ($0.by, $0.message) = ("ci", "between") }
        let state = Self.state([Self.flush] + Self.effects + [mark])
        #expect(subjects(state).first == "FLUSHDB" && subjects(state).last == "between")
        #expect(state.timelineRows.map(\.isEffect) == [false, true, true, true, true, true, false])
    }

    /// The newest purge before the fall; a FLUSH whose copies had come back explains nothing later.
    @Test func theNearestCauseBeforeItIsMeant() {
        func purge(_ second: Double, _ name: String) -> TimelineEntry {
            TimelineEntry.atShop(second, .invalidation) {
                ($0.by, $0.via, $0.keys, $0.resource, $0.subject) = (
                    "a", .redis, 9, "product", name
                )
                ($0.hitRateBefore, $0.hitRateLowest) = (0.9, 0.3)
            }
        }
        var flush = Self.flush
        (flush.at, flush.recoveredAt) = (
            Shop.noon.adding(seconds: -300), Shop.noon.adding(seconds: -200)
        )
        let state = Self.state([
            flush, purge(-160, "first"), purge(-120, "second"),
            Self.alert(-100, "hitRateLow product"),
            purge(-90, "after"),
        ])
        #expect(
            subjects(state) == ["after", "second", "hitRateLow product", "first", "FLUSHDB"])
    }

    /// However many effects and later happenings there are, at every height.
    @Test(arguments: [
        Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 60, rows: 20),
    ])
    func noEffectIsSeenWithoutTheFlush(size: Size) {
        for later in 0...12 {
            let marks = (0..<later).map { number in
                TimelineEntry.atShop(-30 + Double(number), .mark) {
                    $0.message = "deploy \(number)"
                }
            }
            let state = Self.state([Self.flush] + Self.effects + marks, size)
            let lines = state.draw().lines
            let shows = lines.contains { $0.contains("\(state.glyphs.corner) ") }
            // At first all have room or some have.
            #expect(shows || later > 0)
            let text = lines.joined(separator: "\n")
            #expect(!shows || text.contains("FLUSHDB"), "\(later)\n\(text)")
        }
    }

    /// A purge and a mark explain the hit rates of their resources only while these fell after them.
    @Test func aPurgeExplainsTheFallOfItsOwnResource() {
        func purge(_ drop: Double) -> TimelineEntry {
            TimelineEntry.atShop(-100, .invalidation) {
                ($0.by, $0.via, $0.keys, $0.resource) = ("alice@ops", .redis, 300, "product")
                ($0.hitRateBefore, $0.hitRateLowest) = (0.9, 0.9 - drop)
            }
        }
        let alerts = [Self.alert(-80, "hitRateLow product"), Self.alert(-70, "hitRateLow search")]
        let fallen = Self.state([purge(0.5)] + alerts)
        #expect(fallen.timelineRows.map(\.isEffect) == [false, false, true])
        #expect(fallen.timelineRows.map(\.entry.kind) == [.alert, .invalidation, .alert])
        let calm = Self.state([purge(0)] + alerts)
        #expect(calm.timelineRows.allSatisfy { !$0.isEffect })
    }

    /// What was long before explains nothing, nor what comes after.
    @Test(arguments: [(-700.0, false), (-590, true), (-80, true), (20, true), (40, false)])
    func onlyWhatIsNearExplains(second: Double, explains: Bool) {
        var flush = Self.flush
        flush.at = Shop.noon.adding(seconds: second)
        let state = Self.state([flush, Self.alert(0, "hitRateLow search")])
        #expect(state.timelineRows.contains(where: \.isEffect) == explains)
    }
}
