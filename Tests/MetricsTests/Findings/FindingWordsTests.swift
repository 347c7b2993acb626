import Testing

@testable import Metrics

/// Evidence in words, and what could not be judged so far.
struct FindingWordsTests {
    private func words(_ evidence: [String: Evidence]) -> String {
        Finding(.info, evidence: evidence, message: "", advice: "").evidenceWords
    }

    @Test(
        arguments: [
            ("keys", .number(1234), "keys 1,234"), ("policySeconds", .number(60), "policy 1m"),
            ("longestSeconds", .number(7140), "longest 1h59m"),
            ("fillSeconds", .number(0.24), "fill 0.2s"),
            ("raiseSeconds", .number(6.6), "raise 6.6s"),
            ("hitRateBefore", .number(0.94), "hit rate before 94.0%"),
            ("longerHitRate", .number(0.5), "longer hit rate 50.0%"),
            ("shareOfMisses", .number(0.382), "share of misses 38.2%"),
            ("unaskedShare", .number(1), "unasked share 100%"),
            ("error", .number(0.0124), "± 1.2 points"),
            ("largestBytes", .number(2048), "largest 2.00 KiB"),
            ("bytes", .number(2099), "memory 2.05 KiB"),
            ("bytesPerSecond", .number(340_200), "sent 332 KiB/s"),
            ("growthBytesPerSecond", .number(1024), "growth 1.00 KiB/s"),
            ("originLoadsPerSecond", .number(26.7), "origin loads 27/s"),
            ("perMinute", .number(6), "6 a minute"),
            ("longerTTLSeconds", .number(120), "longer TTL 2m"),
            ("ttlSeconds", .number(60), "TTL 1m"), ("cause", .text("expired"), "cause expired"),
            ("at", .text("2026-11-23T14:03:22.000Z"), "at 14:03:22 UTC"),
            ("secondsUntilFull", .number(286.4), "until full 4m46s"),
            ("kind", .text("olderStillAsked"), "kind older still asked"),
            ("factor", .number(1.234), "factor 1.23"), ("broken", .number(.nan), "broken -"),
        ] as [(String, Evidence, String)])
    func unitsFollowTheName(name: String, value: Evidence, expected: String) {
        #expect(words([name: value]) == expected)
    }

    /// Something else took over two seconds later: the lowest rate is not this one's.
    @Test func aRateThatIsNotKnownIsNoEvidence() {
        var snapshot = MadeSnapshot.quiet
        var entry = MadeSnapshot.happening(.flush, before: 0.897, lowest: 0.897, after: 0.897)
        snapshot.total.windows.append(
            MadeSnapshot.window(HitCounts(hits: 925, misses: 75), seconds: 10))
        let known = snapshot.rateEvidence(of: entry)
        #expect(known["hitRateLowest"] == .number(0.897) && known["hitRateNow"] == .number(0.925))
        entry.followedUntil = entry.at.adding(seconds: 2)
        let unknown = snapshot.rateEvidence(of: entry).compactMapValues(\.self)
        #expect(unknown == ["hitRateBefore": .number(0.897)])
    }

    @Test func whatWasCountedHasNoInterval() {
        #expect(words(["error": .number(0), "keys": .number(2)]) == "keys 2")
    }

    @Test func partsAreInOneOrder() {
        #expect(words(["keys": .number(5), "cause": .text("cold")]) == "cause cold, keys 5")
    }

    // MARK: Not judged

    private func reasons(_ change: (inout Snapshot) -> Void) -> [Unjudged] {
        var snapshot = MadeSnapshot.quiet
        snapshot.events.received = 100
        snapshot.unavailable = []
        for index in snapshot.resources.indices { snapshot.resources[index].sweptAt = start }
        change(&snapshot)
        return snapshot.unjudged
    }

    @Test func withoutEventsOneReasonIsEnough() {
        let found = reasons {
            $0.unavailable = [Unavailable(what: "events", why: "No stream.", state: .notTold)]
        }
        #expect(found.first == Unjudged("why look-ups miss, hot keys, stampedes", "No stream."))
        #expect(!found.contains { $0.what == "stampedes" })
        #expect(reasons { $0.events.received = 0 }.first?.why == "No events were received so far.")
    }

    @Test func aReasonOfSeveralResourcesIsSaidOnce() {
        let why = "Copies live by another TTL."
        let found = reasons {
            $0.unavailable = ["search", "product"].map {
                Unavailable(what: "resources[].ttlCurve", subject: $0, why: why, state: .notTold)
            }
        }
        #expect(found.contains(Unjudged("what another TTL would bring: search, product", why)))
    }

    @Test func whatNeedsMoreTimeSaysHowMuch() {
        let found = reasons { snapshot in
            snapshot.setCurve("product", [0.5, 0.6])
            snapshot.change("product") { $0.ttlCurve[1].hitRate = nil }
            snapshot.events.observedSeconds = 90
        }
        let longer = found.first { $0.what == "what twice the TTL would bring" }
        #expect(longer?.why.contains("product (4m); 1m30s were so far.") == true)
        #expect(
            !reasons { $0.setCurve("product", [0.5, 0.6]) }.contains {
                $0.what.hasPrefix("what twice")
            })
    }

    @Test func withoutASweepNothingIsSaidOfKeys() {
        let found = reasons { snapshot in
            for index in snapshot.resources.indices { snapshot.resources[index].sweptAt = nil }
        }
        #expect(found.contains { $0.why == "The first sweep over the keys is not over." })
        #expect(!reasons { _ in }.contains { $0.what.hasPrefix("times to live") })
    }

    @Test func switchedOffIsOneReason() {
        let found = reasons {
            $0.unavailable = ["resources[].missCauses", "resources[].ttlCurve"].map {
                Unavailable(what: $0, why: "Switched off.", state: .notTold)
            }
        }
        #expect(found.filter { $0.why == "Switched off." }.map(\.what) == ["why look-ups miss"])
    }
}
