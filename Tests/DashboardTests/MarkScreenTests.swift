import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// Marks between the invalidations of the timeline.
@Suite struct MarkScreenTests {
    private func marked(_ size: Size) -> State {
        var state = Shop.busy(size)
        state.feed(
            .marked([
                TimelineEntry(
                    at: Shop.noon.adding(seconds: -30), kind: .mark, by: "ci@runner",
                    message: "deploy 42"),
                TimelineEntry(
                    at: Shop.noon.adding(seconds: -20), kind: .other, by: nil, message: "new"),
            ]), at: 120)
        return state
    }

    @Test(arguments: [ScreenTests.wide, ScreenTests.small])
    func aMarkStandsAmongTheInvalidations(size: Size) {
        let state = marked(size)
        expectGolden(state.draw().lines, named: "mark-\(size.name)")
        let rows = state.timelineRows
        #expect(rows.map { $0.record?.scope.prefix(6) } == ["search", nil, "purge "])
    }

    @Test func aSearchFindsItByTextAndAuthor() {
        for word in ["deploy", "runner"] {
            var state = marked(ScreenTests.wide)
            state.filter = word
            #expect(state.timelineRows.filter(state.isMatch).map(\.record) == [nil])
        }
    }

    @Test func theSelectedMarkIsThereWhole() {
        var state = marked(ScreenTests.wide)
        let text = String(repeating: "long ", count: 40)
        state.feed(
            .marked([
                TimelineEntry(at: Shop.noon, kind: .mark, by: "ci@runner", message: text)
            ]), at: 121)
        state.focus = .timeline
        state.isExpanded = true
        _ = state.press(.down)
        let lines = state.draw().lines
        let y = lines.firstIndex { $0.hasPrefix(" mark        long") } ?? 0
        #expect(lines[y...].joined().split(separator: " ").count { $0 == "long" } == 40)
        #expect(lines.contains { $0.contains("by          ci@runner, at 14:03:22") })
        // A newer one comes in above: on the newest row the cursor stays on the newest.
        state.feed(
            .marked([
                TimelineEntry(
                    at: Shop.noon.adding(seconds: 1), kind: .mark, by: nil, message: "newer")
            ]), at: 122)
        #expect(state.detailedRow?.entry.message == "newer")
        _ = state.press(.down)
        #expect(state.detailedRow?.entry.message == text)
    }
}
