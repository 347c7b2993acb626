import Metrics
import Screen
import Testing

@testable import Dashboard

/// The row of alerts: causes before what they explain, what is over in words, each counter by its name.
@Suite struct AlertLineTests {
    private static func alert(
        _ rule: AlertRule, _ severity: Alert.Severity, _ subject: String? = nil,
        value: Double? = nil, cause: String? = nil, at seconds: Double = -60,
        endedAt end: Double? = nil
    ) -> Alert {
        var alert = Alert(
            rule: rule.name, severity: severity, subject: subject, value: value,
            since: Shop.noon.adding(seconds: seconds), message: "Something. Do this.")
        alert.cause = cause
        alert.quietSince = end.map { Shop.noon.adding(seconds: $0) }
        return alert
    }

    private func row(_ alerts: [Alert], columns: Int = 80) -> String {
        var state = Shop.busy(Size(columns: columns, rows: 24))
        state.shown.alerts = alerts
        return state.draw().lines[1]
    }

    private static let flush = alert(
        .databaseEmptied, .critical, "FLUSHDB", value: 1416, at: -61)
    private static let drifts = ["version:search", "version:global"].map {
        alert(.counterDrift, .critical, $0)
    }
    private static let drop = alert(
        .hitRateDropped, .warning, "product", value: 0.083, cause: "FLUSHDB", at: -61)

    @Test(arguments: [60, 80, 100, 120, 200])
    func theFlushStandsFirst(columns: Int) throws {
        var flush = Self.flush
        for isOver in [false, true] {
            if isOver { flush.quietSince = Shop.noon.adding(seconds: -10) }
            let line = row([Self.drop] + Self.drifts + [flush], columns: columns)
            let place = try #require(line.firstRange(of: "FLUSHDB")?.lowerBound, "\(line)")
            for word in ["drift", "counter and", "hit rate"] {
                guard let other = line.firstRange(of: word)?.lowerBound else { continue }
                #expect(place < other, "\(line)")
            }
            #expect(line.hasPrefix(isOver ? " 3 alerts" : " 4 alerts"), "\(line)")
        }
    }

    /// The counter's name counts more than all words of the first.
    @Test func aDriftNamesItsCounter() {
        let line = row([Self.flush, Self.drifts[0], Self.drop])
        #expect(line.contains("✖ FLUSHDB") && line.contains("✖ version:search drift"), "\(line)")
        #expect(line.contains("! hit rate -8"), "\(line)")
    }

    @Test func aFallSaysWhatMadeIt() {
        let purge = Self.alert(
            .hitRateDropped, .warning, "search", value: 0.23, cause: "purge search")
        #expect(
            row([purge], columns: 120).contains(
                "! search: hit rate 23 points lower, by purge search"))
        #expect(row([purge, Self.drifts[0]]).contains("hit rate -23"))
    }

    /// A tenth of a point changes each second, and would move all behind it.
    @Test func aTenthChangesNothing() {
        let rows = [0.081, 0.083, 0.079].map { value -> String in
            var drop = Self.drop
            drop.value = value
            return row([drop, Self.drifts[0]])
        }
        #expect(Set(rows).count == 1)
    }

    @Test func whatIsOverSaysSoWithItsTime() {
        let over = Self.alert(.keysOverTTL, .warning, "facets", value: 4, endedAt: -20)
        let line = row([over], columns: 120)
        #expect(line.hasPrefix(" no alerts"), "\(line)")
        #expect(line.contains("- facets: keys over their TTL ended 14:03:02"), "\(line)")
        // It explains nothing that holds, so it is last, and gives way.
        let low = row([over, Self.flush] + Self.drifts, columns: 60)
        #expect(low.contains("FLUSHDB") && low.contains("- 1 ended"), "\(low)")
    }

    // MARK: Findings

    private static func finding(_ resource: String, _ rule: String, endedAt end: Double? = nil)
        -> Finding
    {
        var finding = Finding(
            .warning, resource: resource, evidence: [:],
            endedAt: end.map { Shop.noon.adding(seconds: $0) }, message: "About \(resource).",
            advice: "Do this.")
        finding.rule = rule
        return finding
    }

    /// `i` on a resource's row begins at what stands out of it, or says that nothing does.
    @Test func theFindingsBeginAtTheSelectedResource() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.findings = [
            Self.finding("search", "missesMost"), Self.finding("category", "longerTTL"),
            Self.finding("product", "hotKey", endedAt: -40),
        ]
        state.focus = .resources
        let place = state.rows(of: .resources).firstIndex(of: .resource("category")) ?? 0
        state.select(place, in: .resources)
        _ = state.press("i")
        #expect(state.selection(in: state.cursor) == 1)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("3 - ended 14:02:42: About product.") }, "\(lines)")
        _ = state.press(.escape)
        let other = state.rows(of: .resources).firstIndex(of: .resource("facets")) ?? 0
        state.select(other, in: .resources)
        _ = state.press("i")
        #expect(state.draw().lines.contains { $0.contains("Nothing stands out for facets") })
    }
}
