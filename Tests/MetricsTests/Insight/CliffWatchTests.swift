import Testing

@testable import Metrics

/// A cliff of a start or a warm-up is a finding; one that comes again is an alert.
struct CliffWatchTests {
    private var shop = WatchedShop()

    /// A sweep: 600 keys of which a share expires together.
    private mutating func sweep(at second: Double, together: Int) {
        shop.second = second
        shop.sweep(
            (0..<600).map { number in
                ("product:\(number)", number < together ? 20_000 : Int64(number) * 100)
            })
        shop.pass()
    }

    private var alert: Alert? {
        let facts = AlertFacts(snapshot: shop.snapshot, history: shop.history)
        return facts.alerts(of: [.expiryCliff]).first
    }

    @Test mutating func theFirstTTLIsCalm() {
        for second in stride(from: 0.0, through: 60, by: 10) {
            sweep(at: second, together: 400)
            #expect(alert == nil, "\(second)")
        }
        let finding = shop.snapshot.findings.first { $0.rule == "expiryCliff" }
        #expect(finding?.severity == .info)
        sweep(at: 70, together: 400)
        #expect(alert?.subject == "product")
    }

    /// After a TTL without one the next is the first again.
    @Test mutating func aTTLWithoutOneBeginsAnew() {
        sweep(at: 0, together: 400)
        for second in stride(from: 10.0, through: 70, by: 10) { sweep(at: second, together: 0) }
        sweep(at: 80, together: 400)
        #expect(alert == nil)
    }
}
