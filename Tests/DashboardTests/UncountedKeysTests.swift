import Metrics
import Screen
import Testing

@testable import Dashboard

/// Of a version that was just raised: all that the sweep met is dead, and what is new is in no count yet.
@Suite struct UncountedKeysTests {
    private func shop(raised seconds: Double?, dead: UInt64 = 500, _ size: Size) -> State {
        var state = Shop.busy(size)
        for index in state.shown.resources.indices
        where state.shown.resources[index].name == "search" {
            state.shown.resources[index].keys = 500
            state.shown.resources[index].estimated = true
            state.shown.resources[index].deadGenerations?.keys = dead
        }
        for index in state.shown.versions.indices
        where state.shown.versions[index].key == "version:search" {
            state.shown.versions[index].changedAt = seconds.map { Shop.noon.adding(seconds: $0) }
        }
        return state
    }

    @Test(arguments: [ScreenTests.wide, ScreenTests.small]) func theRowSaysSo(size: Size) {
        let raised = shop(raised: -1, size).draw().lines
        #expect(raised.contains { $0.contains("500 dead + new") }, "\(raised)")
        #expect(!raised.contains { $0.contains("(500 dead)") })
        // Raised long before the sweep: it has seen all there is. Not all are dead: they were counted.
        for state in [shop(raised: -300, size), shop(raised: nil, size)] {
            #expect(state.draw().lines.contains { $0.contains("~500 (500 dead)") })
        }
        let some = shop(raised: -1, dead: 210, size).draw().lines
        #expect(some.contains { $0.contains("~500 (210 dead)") })
    }

    /// A purge that took something asks for a sweep, one that did nothing does not.
    @Test func aPurgeAsksForASweep() {
        var state = Shop.busy(ScreenTests.wide)
        var record = Shop.record
        #expect(state.update(.invalidated(record)) == [.sweepSoon])
        record.outcome = .dryRun
        #expect(!state.update(.invalidated(record)).contains(.sweepSoon))
    }
}
