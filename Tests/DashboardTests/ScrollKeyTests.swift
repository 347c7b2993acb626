import Metrics
import Screen
import Testing

@testable import Dashboard

/// The keys that move a cursor or a text: the same in every list and page, by what is on the screen.
@Suite struct ScrollKeyTests {
    /// A hundred missed keys, the first the most.
    static func manyKeys(_ size: Size) -> State {
        var state = Shop.busy(size)
        var keys = TopKeys()
        for index in 0..<100 {
            Array("product:\(1000 + index)".utf8).withUnsafeBufferPointer {
                keys.record($0, hits: 0, misses: UInt64(1_000_000 - index))
            }
        }
        let status = EventStatus(source: "stream:cache:events")
        state.feed(
            .events(
                EventReport(
                    tally: EventTally(slots: Shop.grammar.slots), status: status,
                    topKeys: keys.top(50))), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        _ = state.press("4")
        return state
    }

    private func selected(_ state: State) -> Int? { state.selection(in: .topKeys) }

    /// A page is what is on the screen, whatever its size.
    @Test(arguments: [ScreenTests.wide, ScreenTests.small, Size(columns: 200, rows: 60)])
    func aPageIsWhatIsVisible(size: Size) throws {
        for isZoomed in [false, true] {
            var state = Self.manyKeys(size)
            if isZoomed { _ = state.press("z") }
            _ = state.press("g")
            #expect(selected(state) == 0)
            let page = state.visibleRows
            let drawn = state.draw().lines.count { $0.contains(" product:1") }
            #expect(page == drawn && page > 0)
            _ = state.press(.pageDown)
            #expect(selected(state) == min(page, 49))
            _ = state.press(.control("b"))
            #expect(selected(state) == 0)
            _ = state.press(.control("d"))
            #expect(selected(state) == max(1, page / 2))
            _ = state.press(.control("f"), .control("u"), .pageUp, .pageUp)
            #expect(selected(state) == 0)
            _ = state.press(.end)
            #expect(selected(state) == 49)
            _ = state.press(.home, "j", "j", "k")
            #expect(selected(state) == 1)
        }
    }

    @Test(
        arguments: [
            (.down, 1), ("j", 1), (.pageDown, 7), (" ", 7), (.control("f"), 7), (.control("d"), 3),
            (.end, 13), ("G", 13), (.home, 0), ("g", 0), (.up, 0), (.pageUp, 0), (.control("u"), 0),
            (.control("b"), 0), ("x", nil), ("q", nil), (.escape, nil), (.enter, nil),
        ] as [(KeyPress, Int?)])
    func aPageOfTextScrolls(key: KeyPress, offset: Int?) {
        #expect(State.scrolled(0, by: key, page: 7, lines: 20) == offset)
        // An end that was passed is none.
        #expect(State.scrolled(90, by: .up, page: 7, lines: 20) == 12)
        #expect(State.scrolled(0, by: .down, page: 20, lines: 20) == 0)
        #expect(State.scrolled(0, by: .end, page: 0, lines: 0) == 0)
    }

    /// In the help and in the alerts: to the end and back; any other key closes.
    @Test(arguments: ["?", "a"] as [KeyPress])
    func dialogsScrollWithTheSameKeys(opening: KeyPress) {
        var state = Shop.busy(Size(columns: 60, rows: 12))
        _ = state.press(opening)
        let first = state.draw().lines
        _ = state.press("G", .home)
        #expect(state.draw().lines == first)
        #expect(state.press(.control("l")) == [.redraw])
        #expect(state.mode != .browsing)
        _ = state.press(.enter)
        #expect(state.mode == .browsing)
    }
}
