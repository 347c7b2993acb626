import Metrics
import Screen
import Testing

@testable import Dashboard

/// A resource by itself: what happened to it and to no other, and rows that are used.
@Suite struct ResourceRoomTests {
    private static let large = Size(columns: 200, rows: 60)

    private func entry(
        _ second: Double, _ kind: TimelineEntry.Kind, _ subject: String?, until end: Double? = nil
    ) -> TimelineEntry {
        var entry = TimelineEntry(
            at: Shop.noon.adding(seconds: second),
            until: end.map { Shop.noon.adding(seconds: $0) }, kind: kind, subject: subject,
            message: "Sentence of \(subject ?? kind.rawValue).")
        if kind == .alert { entry.severity = .warning }
        return entry
    }

    private func opened(
        _ name: String, _ timeline: [TimelineEntry], _ size: Size = Self.large
    ) -> [String] {
        var snapshot = Shop.busy(size).shown
        snapshot.timeline = timeline
        var state = State(replaying: snapshot, size: size)
        state.views = [.resource(name)]
        return state.draw().lines
    }

    @Test(
        arguments: [
            ("product", ["hitRateLow product", "memoryFull"]),
            ("category", ["memoryFull", "counterDrift version:global"]),
            ("search", ["counterDrift version:search", "memoryFull"]),
            ("facets", ["memoryFull"]),
        ] as [(String, Set<String>)])
    func anotherResourcesAlertsAreNotItsOwn(name: String, expected: Set<String>) {
        let subjects = [
            "hitRateLow product", "memoryFull", "counterDrift version:global",
            "counterDrift version:search",
        ]
        let text = opened(
            name, subjects.enumerated().map { entry(Double($0) - 60, .alert, $1) }
        ).joined(separator: "\n")
        let found = Set(subjects.filter { text.contains("Sentence of \($0).") })
        #expect(found == expected)
    }

    /// One that is over says when that was, not how things are.
    @Test func theEndOfAnAlertIsSaid() {
        let lines = opened(
            "product", [entry(-60, .alert, "hitRateLow product", until: -10)])
        #expect(
            lines.contains { $0.contains("hit rate low: product, ended 14:03:12 after 50s") },
            "\(lines)")
        #expect(!lines.contains { $0.contains("Sentence of") })
    }

    /// Much that happened takes the rows that others leave; with little the chart has them.
    @Test func nothingIsCutBesideEmptyRows() throws {
        let much = (0..<14).map { entry(Double($0) - 60, .alert, "hitRateLow product") }
        let lines = opened("product", much)
        #expect(lines.count { $0.contains("Sentence of") } == 14, "\(lines)")
        func chartRows(_ lines: [String]) throws -> Int {
            try #require(lines.firstIndex { $0.contains("─ What happened") })
        }
        let few = try chartRows(opened("product", [entry(-60, .alert, "hitRateLow product")]))
        #expect(try chartRows(lines) <= few)
        #expect(few >= 20)
    }

    @Test func theCurveOfTTLsGoesWhereThereIsRoom() throws {
        var state = try MadeInsight.busy(Self.large)
        state.shown.invalidations = []
        state.views = [.resource("product")]
        let size = Size(columns: 200, rows: 50)
        var snapshot = state.shown
        snapshot.timeline = (0..<16).map { entry(Double($0) - 60, .alert, "hitRateLow product") }
        var crowded = State(replaying: snapshot, size: size)
        crowded.views = [.resource("product")]
        let lines = crowded.draw().lines
        #expect(lines.contains { $0.contains("├─ Hit rate by TTL") }, "\(lines)")
        #expect(lines.count { $0.contains("Sentence of") } == 16)
        let calm = state.draw().lines
        #expect(calm.contains { $0.hasPrefix("─ Hit rate by TTL") })
    }
}
