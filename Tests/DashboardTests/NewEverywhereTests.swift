import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// When a change shows everywhere, after the purge.
@Suite struct NewEverywhereTests {
    private func record(
        _ resources: [String], edge: Double?, _ outcome: InvalidationRecord.Outcome = .done,
        keys: UInt64 = 2
    ) -> InvalidationRecord {
        InvalidationRecord(
            at: Shop.noon.adding(seconds: -2), scope: "product 42", by: "anna@ops", via: .redis,
            outcome: outcome, message: "removed all 2 keys.", resources: resources,
            keysRemoved: keys, edgeStaleUntil: edge.map { Shop.noon.adding(seconds: $0 - 2) })
    }

    /// The sentence after the purge answers what the plan answered.
    @Test(
        arguments: [
            (["product", "inventory"], 180, .done, 2, " New everywhere by 15:03:20."),
            (["facets"], 1800, .done, 2, " New everywhere by 14:33:20."),
            (["session"], nil, .done, 2, ""), (["product"], 180, .done, 0, ""),
            (["product"], 180, .notDone, 2, ""), (["product"], 180, .unknown, 2, ""),
        ] as [([String], Double?, InvalidationRecord.Outcome, UInt64, String)])
    func theOutcomeSaysWhenItIsNewEverywhere(
        resources: [String], edge: Double?, outcome: InvalidationRecord.Outcome, keys: UInt64,
        words: String
    ) {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.update(.invalidated(record(resources, edge: edge, outcome, keys: keys)))
        #expect(state.notice?.text.hasSuffix("removed all 2 keys." + words) == true)
    }

    private func opened(_ resources: [String], edge: Double?) -> String {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.update(.invalidated(record(resources, edge: edge)))
        _ = state.press("5", .home, .enter)
        return state.draw().lines.joined(separator: "\n")
    }

    @Test func theTimelineSaysWhenAProductIsNewEverywhere() {
        let text = opened(["product", "inventory"], edge: 180)
        #expect(text.contains("CDN or pages may serve the old copy until 14:06:20"))
        #expect(
            text.contains("everywhere by 15:03:20: it is also in search, category, trending"),
            "\(text)")
    }

    @Test func withoutOtherListsTheEdgeSaysIt() {
        #expect(!opened(["facets"], edge: 1800).contains("it is also in"))
        // Purged with it.
        let all = ["product", "inventory", "search", "category", "trending"]
        #expect(!opened(all, edge: 2700).contains("it is also in"))
    }
}
