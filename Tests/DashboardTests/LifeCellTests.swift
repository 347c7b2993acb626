import Metrics
import Screen
import Testing

@testable import Dashboard

/// What a listed key has left, against the policy of its resource.
@Suite struct LifeCellTests {
    /// The count of the last sweep may not have it: its row says so itself, whole at five columns.
    @Test(arguments: [
        (29.0, "0m29"), (60, "1m00"), (75, "1m15!"), (896, "14m!"), (7190, "1h59!"),
        (864_000, "10d!"),
    ])
    func aTimeOverThePolicyIsMarked(seconds: Double, shown: String) {
        var key = Snapshot.TopKey(key: "product:3", resource: "product", hits: 0, misses: 1)
        (key.life, key.ttlSeconds) = (.expires, seconds)
        let table = Table(
            columns: [.init("TTL", width: .fixed(5), alignment: .trailing)],
            rows: [Table.Row([key.lifeCell(in: Shop.busy(ScreenTests.wide))])], showsHeader: false)
        var canvas = Canvas(size: Size(columns: 5, rows: 1))
        canvas.draw(table, in: Rect(Size(columns: 5, rows: 1)), glyphs: .unicode)
        #expect(canvas.lines == [String(repeating: " ", count: 5 - shown.count) + shown])
    }
}
