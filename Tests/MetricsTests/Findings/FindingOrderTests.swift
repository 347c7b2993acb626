import Testing

@testable import Metrics

/// What goes on is read before what is over.
struct FindingOrderTests {
    private func flush(recoveredAt: Double?) -> TimelineEntry {
        var flush = MadeSnapshot.happening(.flush, before: 0.9, lowest: 0.2, after: 0.9)
        flush.recoveredAt = recoveredAt.map { moment($0) }
        return flush
    }

    @Test func whatRecoveredComesLast() {
        var snapshot = History.standard.snapshot()
        snapshot.server.evictedPerSecond = 3
        snapshot.timeline = [flush(recoveredAt: nil)]
        let before = Diagnosis.findings(of: snapshot)
        #expect(before.map(\.rule) == ["flushed", "evicted"])
        #expect(before.allSatisfy { $0.endedAt == nil })
        snapshot.timeline = [flush(recoveredAt: -1)]
        let after = Diagnosis.findings(of: snapshot)
        #expect(after.map(\.rule) == ["evicted", "flushed"])
        #expect(after.last?.endedAt == moment(-1))
    }

    /// While the alert of it holds, what it took is missing, whatever the hit rate says.
    @Test func aFlushGoesOnWhileItsAlertHolds() {
        var snapshot = History.standard.snapshot()
        snapshot.server.evictedPerSecond = 3
        snapshot.timeline = [flush(recoveredAt: -1)]
        snapshot.alerts = [
            Alert(rule: "databaseEmptied", severity: .critical, message: "Emptied.")
        ]
        #expect(Diagnosis.findings(of: snapshot).map(\.rule) == ["flushed", "evicted"])
        snapshot.alerts[0].quietSince = moment(0)
        #expect(Diagnosis.findings(of: snapshot).map(\.rule) == ["evicted", "flushed"])
    }
}

/// How many keys of a purge are there while its details are on a screen.
struct KeysNowTests {
    @Test func theNamedKeysAreCountedOnceAllWereAsked() throws {
        var history = History.standard
        var record = InvalidationRecord(
            id: "1", at: moment(0), scope: "product 1", by: "a@b", via: .redis, outcome: .done,
            message: "", steps: [.unlink([bytes("product:1"), bytes("inventory:1")])])
        record.durationSeconds = 1
        history.observe(record, isOwn: true)
        func now() -> InvalidationRecord.KeysNow? {
            history.snapshot(10).invalidations.first?.keysNow
        }
        #expect(record.askedKeys == ["product:1", "inventory:1"] && now() == nil)
        func fact(_ key: String, _ pttl: Int64, at seconds: Double) -> KeyFact {
            KeyFact(key: bytes(key), pttl: pttl, bytes: nil, at: moment(seconds))
        }
        // What was asked before the purge says nothing of after it.
        history.observe([fact("product:1", 100, at: 0.5), fact("inventory:1", 100, at: 0.5)])
        #expect(now() == nil)
        history.observe([fact("product:1", -2, at: 8)])
        #expect(now() == nil)
        history.observe([fact("inventory:1", 9000, at: 9)])
        #expect(now() == .init(at: moment(8), of: 2, there: 1))
    }
}
