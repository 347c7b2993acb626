import Testing

@testable import Metrics

/// What a monitor is told.
struct CheckReportTests {
    private func snapshot(
        _ alerts: [Alert] = [], missing: [Unavailable] = []
    ) -> Snapshot {
        var snapshot = Snapshot(
            takenAt: start, endpoint: "unix:///r", intervalSeconds: 1, source: "none")
        snapshot.alerts = alerts
        snapshot.unavailable = missing
        return snapshot
    }

    private func alert(_ rule: AlertRule, _ severity: Alert.Severity) -> Alert {
        Alert(rule: rule.name, severity: severity, message: "m")
    }

    @Test(
        arguments: [
            ([], .ok), ([.info], .ok), ([.warning], .warning), ([.warning, .critical], .critical),
        ] as [([Alert.Severity], CheckReport.Status)])
    func theWorstCounts(severities: [Alert.Severity], status: CheckReport.Status) {
        let report = CheckReport(
            snapshot(severities.map { alert(.memoryFull, $0) }), rules: [], observedSeconds: 60)
        #expect(report.status == status)
        #expect(report.results.map(\.rule) == AlertRule.judgedOnce.map(\.name))
    }

    /// What can't be judged is no all-clear, and hides no alert.
    @Test func whatIsNotKnown() {
        let refused = Unavailable(what: "memory", why: "NOPERM", state: .refused)
        let blind = CheckReport(snapshot(missing: [refused]), rules: [], observedSeconds: 60)
        #expect(blind.status == .unknown)
        #expect(blind.results.first { $0.rule == "memoryFull" }?.why == "NOPERM")
        let mixed = CheckReport(
            snapshot([alert(.evictions, .warning)], missing: [refused]), rules: [],
            observedSeconds: 60)
        #expect(mixed.status == .warning)
        let other = CheckReport(
            snapshot(missing: [refused]), rules: ["keysOverTTL"], observedSeconds: 60)
        #expect(other.status == .ok && other.results.count == 1)
    }

    /// What this server never reports, and what needs more time, counts only where it is asked for.
    @Test(arguments: [[], ["memoryFillsUp", "otherReaders"]] as [[String]])
    func whatIsLeftOut(names: [String]) {
        let missing = Unavailable(
            what: "server.otherReadersRatio", why: "not reported", state: .notTold)
        let report = CheckReport(snapshot(missing: [missing]), rules: names, observedSeconds: 1)
        #expect(report.status == (names.isEmpty ? .ok : .unknown))
        for name in ["memoryFillsUp", "otherReaders"] {
            let result = report.results.first { $0.rule == name }
            #expect(result?.status == .unknown && result?.why != nil)
            #expect(result?.isLeftOut == names.isEmpty)
        }
    }
}
