import Testing

@testable import Metrics

/// Rules over what INFO says: processor, replicas, silence of the events.
struct ServerRuleTests {
    private func alerts(_ rule: AlertRule, info text: String) -> [Alert] {
        var history = History.standard
        history.observe(Sample(at: start, monotonicSeconds: 0, info: info(text)))
        return AlertFacts(snapshot: history.snapshot(), history: history).alerts(of: [rule])
    }

    @Test(
        arguments: [
            ("slave0:ip=10.0.0.2,port=6379,state=online,offset=1,lag=1", nil),
            ("slave0:ip=10.0.0.2,port=6379,state=online,offset=1,lag=10", .warning),
            ("slave0:ip=10.0.0.2,port=6379,state=online,offset=1,lag=60", .critical),
            // Its copy is still on the way.
            ("slave0:ip=10.0.0.2,port=6379,state=wait_bgsave,offset=0,lag=-1", nil),
            ("slave0:rubbish", nil), ("slave0:ip=10.0.0.2,port=6379,lag=1e999", nil),
        ] as [(String, Alert.Severity?)])
    func aReplicaThatLags(line: String, severity: Alert.Severity?) {
        let found = alerts(.replicaLags, info: "role:master\r\nconnected_slaves:1\r\n\(line)\r\n")
        #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
        #expect(found.allSatisfy { $0.subject == "10.0.0.2:6379" })
    }

    @Test func eachReplicaIsOne() {
        let found = alerts(
            .replicaLags,
            info: """
                role:master\r\nconnected_slaves:3\r
                slave0:ip=a,port=1,state=online,offset=1,lag=20\r
                slave1:ip=b,port=1,state=online,offset=1,lag=0\r
                slave2:ip=::1,port=1,state=online,offset=1,lag=99\r\n
                """)
        #expect(found.map(\.subject) == ["a:1", "::1:1"])
        // A count that no server has.
        #expect(alerts(.replicaLags, info: "connected_slaves:9223372036854775807").isEmpty)
    }

    @Test func aReplicaWithoutItsPrimary() {
        let down = """
            role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r
            master_link_status:down\r\nmaster_link_down_since_seconds:12\r\n
            """
        let found = alerts(.replicaLags, info: down)
        #expect(found.map(\.subject) == ["10.0.0.1:6379"] && found.first?.value == 12)
        #expect(
            alerts(.replicaLags, info: down.replacing("status:down", with: "status:up")).isEmpty)
    }

    @Test(
        arguments: [(0.79, nil), (0.8, .warning), (0.95, .critical)] as [(Double, Alert.Severity?)])
    func aBusyServer(ratio: Double, severity: Alert.Severity?) {
        var snapshot = History.standard.snapshot()
        snapshot.server.cpuRatio = ratio
        let found = AlertFacts(snapshot: snapshot).alerts(of: [.serverBusy])
        #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
    }

    /// Ten look-ups a second, told by events for two minutes; then the events stop.
    ///
    /// look-ups a second that the server counts then, and whether that is an alert
    @Test(arguments: [(12.0, true), (9.0, true), (4.0, false), (0.0, false)])
    func eventsThatStop(lookups: Double, isAlert: Bool) {
        var history = History.standard
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = start
        status.readUntil = start
        var hits = 0.0
        var found: [Int: Alert] = [:]
        for second in 0..<240 {
            let now = moment(Double(second))
            var feed = TallyFeed(history.grammar)
            if second < 120 {
                feed.entry(now, (0..<10).map { ("hit", "product:\($0)") })
            }
            status.readUntil = now
            var report = feed.report(status)
            report.at = now
            history.observe(report)
            // Counters and other readers are in the server's count.
            hits += second < 120 ? 12 : lookups
            history.observe(
                Sample(
                    at: now, monotonicSeconds: Double(second),
                    info: info(
                        "run_id:a\r\nkeyspace_hits:\(Int(hits))\r\nkeyspace_misses:0\r\n")))
            let snapshot = history.snapshot(Double(second))
            history.note(alertsOf: snapshot, at: snapshot.takenAt)
            found[second] = snapshot.alert(.eventsSilent)
        }
        #expect((0..<179).allSatisfy { found[$0] == nil })
        #expect((found[200] != nil) == isAlert && (found[239] != nil) == isAlert)
        if isAlert {
            #expect(found[200]?.severity == .critical && found[200]?.since == moment(119))
        }
    }

    @Test func aFailedCallIsShownUntilOneSucceeds() {
        var history = History.standard
        func alerts() -> [Alert] { history.alerts(over: history.snapshot()) }
        #expect(alerts().isEmpty)
        history.observe(AlertCallOutcome(path: "/x", rule: "memoryFull", failure: "it hung"))
        #expect(alerts().map(\.rule) == ["onAlertFails"])
        #expect(alerts().first?.message.contains("'memoryFull': it hung.") == true)
        history.observe(AlertCallOutcome(path: "/x", rule: "memoryFull", failure: nil))
        #expect(alerts().isEmpty)
    }
}
