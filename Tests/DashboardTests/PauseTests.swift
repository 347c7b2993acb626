import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Space holds the figures; what the operator does meanwhile appears all the same.
@Suite struct PauseTests {
    private static func record(
        _ id: String, _ second: Double, by: String = "me@here", edge: Double = 60
    ) -> InvalidationRecord {
        InvalidationRecord(
            id: id, at: Shop.noon.adding(seconds: second), scope: "product \(id)", by: by,
            via: .redis, outcome: .done, message: "removed 2 keys.", resources: ["facets"],
            keysRemoved: 2, durationSeconds: 0.1,
            edgeStaleUntil: Shop.noon.adding(seconds: second + edge))
    }

    private static func look(_ state: inout State, _ second: Int) {
        state.feed(
            .sample(Shop.sample(second: second, hits: 901_900 + second * 900)),
            at: 120 + Double(second))
    }

    private func rows(_ state: State) -> [String] {
        state.draw().lines.dropLast().filter {
            $0.contains("product 7") || $0.contains("product 8")
        }
    }

    @Test func ownPurgesAppearWhileFiguresStand() throws {
        var state = Shop.busy(ScreenTests.wide)
        for second in 1...5 { Self.look(&state, second) }
        _ = state.press(" ")
        let before = state.shown
        for second in 6...9 { Self.look(&state, second) }
        _ = state.update(.invalidated(Self.record("7", 8)))
        // Another operator's is no business of one who looks at still figures.
        state.feed(.recorded([Self.record("8", 8, by: "bob@bastion")]), at: 130)
        Self.look(&state, 10)
        #expect(rows(state).count == 1)
        #expect(rows(state).first?.contains("product 7: 2 keys") == true)
        var rest = state.shown
        rest.invalidations = before.invalidations
        #expect(rest.timeline.contains { $0.kind == .invalidation && $0.by == "me@here" })
        rest.timeline = before.timeline
        #expect(rest == before)
        let row = try #require(rows(state).first)
        #expect(row.contains("14:04:30"), "\(row)")
        // The time goes on for it: after a minute all copies are new.
        for second in 11...70 { Self.look(&state, second) }
        #expect(rows(state).first?.contains("fresh") == true)
        _ = state.press(" ")
        #expect(rows(state).count == 2)
    }

    /// The revision says that there is something new to draw.
    @Test func itIsDrawn() {
        var state = Shop.busy(ScreenTests.wide)
        Self.look(&state, 1)
        _ = state.press(" ")
        let revision = state.revision
        _ = state.update(.invalidated(Self.record("7", 2)))
        #expect(state.revision != revision)
        // A later outcome of the same attempt takes its place.
        var unknown = Self.record("7", 2)
        unknown.outcome = .unknown
        _ = state.update(.invalidated(unknown))
        #expect(state.shown.invalidations.filter { $0.id == "7" }.map(\.outcome) == [.unknown])
    }
}
