import Metrics
import Screen
import Testing

@testable import Dashboard

/// A number is whole or not there: never cut in its middle, at any width.
@Suite struct CutNumberTests {
    /// All kinds of happenings, with long names and rates.
    private static func state(_ size: Size) -> State {
        var state = Shop.busy(size)
        var shown = state.shown
        func entry(
            _ second: Double, _ kind: TimelineEntry.Kind, _ change: (inout TimelineEntry) -> Void
        ) {
            var entry = TimelineEntry(
                at: Shop.noon.adding(seconds: second), kind: kind,
                message: "It happened at 14:02:33.")
            change(&entry)
            shown.timeline.append(entry)
        }
        entry(-900, .flush) { ($0.subject, $0.keys) = ("FLUSHALL", 1_204_000) }
        entry(-800, .unannounced) {
            $0.keys = 39_712
            $0.parts = [
                .init(resource: "product", keys: 29_812), .init(resource: "inventory", keys: 9_900),
            ]
            ($0.hitRateBefore, $0.hitRateLowest, $0.hitRateAfter) = (0.832, 0.706, 0.821)
        }
        entry(-700, .config) {
            ($0.subject, $0.from, $0.to) = ("maxmemory", "1073741824", "2147483648")
        }
        entry(-600, .evictions) { $0.keys = 123_456 }
        entry(-500, .restart) { ($0.from, $0.to) = ("210400", "17") }
        entry(-400, .mark) { $0.message = "deploy 4212345 of 20261126" }
        entry(-300, .invalidation) {
            ($0.by, $0.via, $0.keys, $0.resource) = ("alice@bastion-17", .redis, 12_040, "product")
            ($0.hitRateBefore, $0.hitRateLowest, $0.hitRateAfter) = (0.793, 0.412, 0.655)
        }
        shown.timeline.sort { $0.at < $1.at }
        state.shown = shown
        return state
    }

    private func expectWhole(_ state: State, _ what: String) {
        for line in state.draw().lines {
            #expect(line.firstMatch(of: /[0-9]…/) == nil, "\(what): \(line)")
        }
    }

    @Test(arguments: Array(stride(from: 40, through: 200, by: 3)))
    func inTheTimeline(columns: Int) {
        for isExpanded in [false, true] {
            var state = Self.state(Size(columns: columns, rows: 45))
            (state.focus, state.isExpanded) = (.timeline, isExpanded)
            expectWhole(state, "\(columns)")
        }
    }

    @Test(arguments: Array(stride(from: 40, through: 200, by: 5)))
    func inTheFindings(columns: Int) throws {
        var state = Self.state(Size(columns: columns, rows: 60))
        try MadeInsight.fill(&state.shown)
        _ = state.press("i")
        expectWhole(state, "\(columns)")
    }
}
