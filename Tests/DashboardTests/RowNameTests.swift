import Metrics
import Screen
import Testing

@testable import Dashboard

/// Rows are called what they are called on the screen, never by the name of a rule.
@Suite struct RowNameTests {
    private func shop(_ size: Size) -> State {
        var state = Shop.busy(size)
        var alert = TimelineEntry(
            at: Shop.noon.adding(seconds: -4), kind: .alert, subject: "keysOverTTL facets",
            message: "facets has keys over their TTL.")
        alert.severity = .warning
        state.shown.timeline.append(alert)
        return state
    }

    @Test(arguments: [ScreenTests.wide, Size(columns: 200, rows: 60)])
    func theFooterHasTheWordsOfTheRow(size: Size) throws {
        var state = shop(size)
        let row = try #require(
            state.timelineRows.first { $0.entry.subject == "keysOverTTL facets" })
        #expect(state.shownName(of: row.rowID, within: 40).string == "! keys over TTL: facets")
        state.focus = .timeline
        let place = try #require(state.timelineRows.firstIndex(of: row))
        _ = state.press("/", "f", "a", "c", .enter, "5")
        state.select(place, in: .timeline)
        let footer = try #require(state.draw().lines.last)
        #expect(footer.contains("Enter opens ! keys over TTL"), "\(footer)")
        #expect(!state.draw().lines.joined().contains("keysOverTTL"))
    }

    /// What a filter hides, or the list has no more, has its words as well.
    @Test func whatLeftTheListHasItsWords() throws {
        var state = shop(ScreenTests.wide)
        let row = try #require(
            state.timelineRows.first { $0.entry.subject == "keysOverTTL facets" })
        state.timelineFilter = .operators
        #expect(!state.timelineRows.contains(row))
        #expect(state.shownName(of: row.rowID, within: 40).string == "! keys over TTL: facets")
        #expect(state.shownName(of: .resource("product"), within: 40).string == "product")
        #expect(state.shownName(of: .resource("inventory"), within: 5).columns <= 5)
    }
}
