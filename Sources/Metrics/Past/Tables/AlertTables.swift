/// The alerts of each look, word for word, as far back as their bytes allow: several minutes with many alerts whose
/// numbers change, longer with few. Of what is older the outlines say which alerts were shown.
struct AlertTables: Sendable {
    static let byteLimit = 512 * 1024
    private static let overhead = 64

    private struct Table: Sendable {
        var at: Timestamp
        var alerts: [Alert]
        var byteCount: Int
    }

    /// One for each change, oldest first.
    private var tables: [Table] = []
    private(set) var byteCount = 0

    mutating func note(_ snapshot: Snapshot) {
        while let last = tables.last, last.at >= snapshot.takenAt {
            byteCount -= tables.removeLast().byteCount
        }
        let before = tables.last?.alerts
        guard before != snapshot.alerts else { return }
        // One that says the same as before shares its text.
        let alerts = snapshot.alerts.map { alert in
            before?.first { $0 == alert } ?? alert
        }
        let fresh = alerts.filter { alert in before?.contains(alert) != true }
        let texts = fresh.reduce(0) { sum, alert in
            sum + alert.message.utf8.count + alert.rule.utf8.count
                + (alert.subject?.utf8.count ?? 0)
        }
        let table = Table(
            at: snapshot.takenAt, alerts: alerts,
            byteCount: Self.overhead + alerts.count * MemoryLayout<Alert>.stride + texts)
        tables.append(table)
        byteCount += table.byteCount
        while tables.count > 1, byteCount > Self.byteLimit {
            byteCount -= tables.removeFirst().byteCount
        }
    }

    /// Those of a moment at which there was a look; nil: they are forgotten.
    func alerts(at moment: Timestamp) -> [Alert]? {
        tables.last { $0.at <= moment }?.alerts
    }
}
