import Testing

@testable import Metrics

/// What a curve suggests, in one sentence; and the main cause of misses.
struct TTLAdviceTests {
    /// Rates at a quarter, half, once, twice, four times the policy's minute; nil: not known.
    private func report(_ rates: [Double?], error: Double = 0.001) -> ResourceReport {
        var report = ResourceReport(
            name: "product", policy: .init(CachePolicy.standard.resources[1]))
        report.ttlCurve = zip([15.0, 30, 60, 120, 240], rates).map { seconds, rate in
            var finding = TTLFinding(ttlSeconds: seconds)
            (finding.hitRate, finding.error) = (rate, error)
            finding.staleSeconds = rate.map { _ in seconds / 2 }
            finding.originLoadsPerSecond = rate.map { (1 - $0) * 100 }
            return ResourceReport.TTLStep(finding, bytes: nil)
        }
        return report
    }

    @Test func theShortestStepThatBringsNearlyAll() {
        let report = report([0.6, 0.7, 0.78, 0.86, 0.87])
        #expect(
            report.ttlAdviceWords
                == "2m instead of 1m would bring +8.0 points (86.0%), 14 origin loads a second instead of "
                + "22, and copies 1m old on average.")
        guard case .longer(let step, let gain)? = report.ttlAdvice else {
            Issue.record("\(report.ttlAdvice as Any)")
            return
        }
        #expect(step.ttlSeconds == 120 && abs(gain - 0.08) < 1e-9)
    }

    @Test func aShorterOneThatLosesNothing() {
        #expect(
            report([0.70, 0.779, 0.78, 0.785, 0.786]).ttlAdviceWords
                == "30s instead of 1m would cost 0.1 points only, and copies would be 15s old instead of 30s."
        )
    }

    @Test func elseThePresentOne() {
        #expect(report([0.5, 0.7, 0.78, 0.79, 0.79]).ttlAdvice == .keep)
        // A gain within its error is none.
        #expect(report([0.5, 0.7, 0.78, 0.82, 0.82], error: 0.03).ttlAdvice == .keep)
    }

    @Test func beforeLongerOnesAreKnown() {
        #expect(
            report([0.5, 0.7, 0.78, nil, nil]).ttlAdviceWords
                == "What a longer TTL would bring is known after 4m of look-ups.")
        #expect(report([0.5, 0.7, nil, nil, nil]).ttlAdvice == nil)
        #expect(report([]).ttlAdviceWords == nil)
    }

    @Test func theMainCauseIsAKnownOneWhereItCan() {
        #expect(MadeSnapshot.causes(expired: 5, unknown: 5).main == .expired)
        #expect(MadeSnapshot.causes(expired: 5, unknown: 6).main == .unknown)
        #expect(MadeSnapshot.causes().main == nil)
        #expect(MadeSnapshot.causes(cold: 1, early: 3).share(of: .early) == 0.75)
        #expect(MadeSnapshot.causes().share(of: .early) == nil)
    }

    @Test(arguments: [
        (0.0, "0%"), (0.004, "<1%"), (0.62, "62%"), (0.997, "99%"), (1, "100%"),
    ])
    func wholePercentsNeverSayAll(ratio: Double, text: String) {
        #expect(Format.wholePercent(ratio) == text)
    }

    @Test(arguments: [
        (2.5, "2.5s"), (5, "5s"), (7.96, "8s"), (15, "15s"), (0.02, "<1s"), (240, "4m"),
    ])
    func stretchesHaveADecimalWhereItMatters(seconds: Double, text: String) {
        #expect(Format.stretch(seconds) == text)
    }
}
