import Dashboard
import Metrics
import Screen
import Testing

/// The cursor stays on what it was put on, whatever comes in, and says so when that has gone.
@Suite struct SelectionTests {
    static let size = Size(columns: 120, rows: 40)

    /// The text of the row that is drawn as selected.
    private func selectedRow(_ state: State) -> String? {
        let canvas = state.draw()
        guard let y = canvas.styleLines.firstIndex(where: { $0.contains("sssss") }),
            let x = canvas.styleLines[y].firstIndex(of: "s")
        else { return nil }
        let start = canvas.styleLines[y].distance(from: canvas.styleLines[y].startIndex, to: x)
        return String(canvas.lines[y].dropFirst(start))
    }

    private func report(_ keys: TopKeys) -> EventReport {
        EventReport(
            tally: EventTally(slots: Shop.grammar.slots),
            status: EventStatus(source: "stream:cache:events"), topKeys: keys.top(50))
    }

    /// Random traffic that changes the order, and random keys: `P` fills in the id of the row that was
    /// reversed when the operator last moved the cursor, and never another.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func aCapitalLetterNeverFillsInAnotherKey(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var state = Shop.busy(Self.size)
        var keys = TopKeys(capacity: 8)
        var chosen: String?
        state.focus = .topKeys
        for step in 0..<120 {
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                let kind = ["product", "inventory"].randomElement(using: &random) ?? ""
                let key = Array("\(kind):\(Int.random(in: 100..<112, using: &random))".utf8)
                key.withUnsafeBufferPointer { keys.record($0, hits: 0, misses: 1) }
            }
            state.feed(.events(report(keys)), at: 121 + Double(step))
            state.feed(
                .sample(Shop.sample(second: step, hits: 902_000 + step)), at: 121 + Double(step))
            if Int.random(in: 0..<4, using: &random) == 0 {
                let key: KeyPress = [.up, .down, .pageDown].randomElement(using: &random) ?? .up
                _ = state.press(key)
                chosen = selectedRow(state).flatMap { $0.split(separator: " ").first }
                    .map { String($0.drop { $0 != ":" }.dropFirst()) }
            }
            _ = state.press("P")
            #expect(state.asked == "product \(chosen ?? "")", "step \(step)")
            _ = state.press(.escape)
        }
        #expect(chosen != nil)
    }

    /// In every panel with a cursor: other rows above, and the same row is reversed.
    @Test func aRowThatMovesKeepsTheCursor() throws {
        var state = Shop.busy(Self.size)
        _ = state.press("4", .down, .down)
        let before = try #require(selectedRow(state)?.split(separator: " ").first)
        var keys = TopKeys()
        for entry in state.shown.topKeys + [
            .init(key: "product:9", resource: nil, hits: 0, misses: 1)
        ] {
            let misses = entry.key == "product:9" ? 1_000_000 : entry.misses
            Array(entry.key.utf8).withUnsafeBufferPointer {
                keys.record($0, hits: entry.hits, misses: misses)
            }
        }
        state.feed(.events(report(keys)), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        #expect(state.shown.topKeys.first?.key == "product:9")
        #expect(selectedRow(state)?.split(separator: " ").first == before)
    }

    @Test func aRowThatIsGoneIsSaidSo() {
        var state = Shop.busy(Self.size)
        _ = state.press("4", .down)
        #expect(state.shown.topKeys.first?.key == "inventory:42")
        var keys = TopKeys()
        for id in 1...3 {
            Array("product:\(id)".utf8).withUnsafeBufferPointer {
                keys.record($0, hits: 0, misses: 9)
            }
        }
        state.feed(.events(report(keys)), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        #expect(selectedRow(state) == nil)
        #expect(state.draw().lines.contains { $0.contains("inventory:42 left the list") })
        // The row that has moved up into its place is the next one.
        _ = state.press(.down)
        #expect(selectedRow(state)?.hasPrefix("product:1 ") == true)
        #expect(!state.draw().lines.contains { $0.contains("left the list") })
    }
}
