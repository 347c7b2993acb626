import Metrics
import Testing

struct EventTallyTests {
    @Test func pairsAreCountedForTheirResource() {
        var feed = TallyFeed()
        feed.entry(
            start,
            [
                ("hit", "product:42"), ("miss", "search:9f3a:v128"), ("hit", "product:42"),
                ("fill", "search:9f3a:v128"), ("hit", "session:1"),
            ])
        #expect(feed.tally.totals[0] == HitCounts(hits: 0, misses: 1))
        #expect(feed.tally.totals[1] == HitCounts(hits: 2, misses: 0))
        #expect(feed.tally.totals[6] == HitCounts(hits: 1, misses: 0))
        #expect(feed.tally.received == 5 && feed.tally.unknown == 0 && feed.tally.fills == 1)
        #expect(feed.tally.newest == start && !feed.tally.isEmpty)
    }

    @Test func lookupsOfCountersAndOwnKeysAreReceivedOnly() {
        var feed = TallyFeed()
        feed.entry(
            start, [("hit", "version:search"), ("miss", "cachetop:x"), ("hit", "cache:events")])
        #expect(feed.tally.totals.allSatisfy { $0.lookups == 0 })
        #expect(feed.tally.received == 3 && feed.keys.top(9).isEmpty)
    }

    @Test func unknownOutcomesAreCountedAndIgnored() {
        var feed = TallyFeed()
        feed.entry(start, [("bypass", "product:1"), ("hits", "product:1"), ("", "")])
        #expect(feed.tally.received == 3 && feed.tally.unknown == 3)
        #expect(feed.tally.totals.allSatisfy { $0.lookups == 0 })
        feed.tally.addUnknown { "" }
        #expect(feed.tally.received == 4 && feed.tally.unknown == 4)
    }

    @Test func aWeightHoldsForThePairsAfterItInItsEntry() {
        var feed = TallyFeed()
        feed.entry(
            start,
            [
                ("hit", "product:1"), ("n", "100"), ("hit", "product:1"), ("miss", "product:1"),
                ("fill", "product:1"), ("n", "5"), ("hit", "product:1"),
            ])
        feed.entry(start, [("hit", "product:1"), ("fill", "product:1")])
        #expect(feed.tally.totals[1] == HitCounts(hits: 107, misses: 100))
        #expect(feed.tally.fills == 101)
        // n is no pair
        #expect(feed.tally.received == 7 && feed.tally.unknown == 0)
        #expect(feed.keys.top(1).first?.misses == 100)
    }

    @Test(arguments: [("1", 1), ("1000000", 1_000_000)] as [(String, UInt64)])
    func weightsHaveBounds(_ text: String, _ weight: UInt64) {
        var feed = TallyFeed()
        feed.entry(start, [("n", text), ("hit", "product:1")])
        #expect(feed.tally.totals[1].hits == weight && feed.tally.unknown == 0)
    }

    @Test(arguments: [
        "0", "1000001", "9999999", "10000000", "", "-1", "+5", "1.5", "x", " 5", "5 ",
        "99999999999999999999999999",
    ])
    func aBadWeightIsOneAndOneUnknown(_ text: String) {
        var feed = TallyFeed()
        feed.entry(start, [("n", "7"), ("n", text), ("hit", "product:1"), ("hit", "product:1")])
        #expect(feed.tally.totals[1].hits == 2)
        #expect(feed.tally.unknown == 1 && feed.tally.received == 2)
    }

    @Test func purgesCarryTheirEntrysMomentAndSource() {
        var feed = TallyFeed()
        feed.entry(
            moment(5), [("purge", "product:0"), ("src", "api-1"), ("purge", "product:1")])
        feed.entry(moment(2), [("bump", "version:search"), ("purge-glob", "facets:*")])
        #expect(
            feed.tally.invalidations == [
                ObservedInvalidation(
                    at: moment(5), outcome: .purge, key: bytes("product:0"), source: nil),
                ObservedInvalidation(
                    at: moment(5), outcome: .purge, key: bytes("product:1"),
                    source: bytes("api-1")),
                // older than the newest, and its own source
                ObservedInvalidation(
                    at: moment(2), outcome: .bump, key: bytes("version:search"), source: nil),
                ObservedInvalidation(
                    at: moment(2), outcome: .purgeGlob, key: bytes("facets:*"), source: nil),
            ])
        #expect(feed.tally.newest == moment(5) && feed.tally.received == 4)
    }

    @Test func invalidationsAreBoundedAndTheRestIsCounted() {
        var feed = TallyFeed()
        feed.entry(start, (0..<100).map { ("purge", "product:\($0)") })
        #expect(feed.tally.invalidations.count == EventTally.invalidationLimit)
        #expect(feed.tally.invalidationsOmitted == 100 - EventTally.invalidationLimit)
        var other = feed.tally
        other.merge(feed.tally)
        #expect(other.invalidations.count == EventTally.invalidationLimit)
        #expect(other.invalidationsOmitted == 200 - EventTally.invalidationLimit)
    }

    @Test func aTallyOfAnotherPolicyIsNotMixedIn() {
        var tally = EventTally(slots: 3)
        var feed = TallyFeed()
        feed.entry(start, [("hit", "product:1")])
        tally.merge(feed.tally)
        #expect(tally.isEmpty && tally.totals.count == 3)
    }

    /// Split anywhere, merged in order: the same as counted in one.
    @Test(arguments: 0..<20)
    func mergingEqualsAddingDirectly(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var whole = TallyFeed()
        var parts = [TallyFeed()]
        var milliseconds = start.milliseconds
        for _ in 0..<300 {
            milliseconds += Int64.random(in: -2000...4000, using: &random)
            let pairs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                [
                    ("hit", "product:1"), ("miss", "search:1:v1"), ("miss", "x"), ("n", "3"),
                    ("n", "bad"), ("fill", "product:1"), ("purge", "product:1"), ("odd", "x"),
                    ("src", "api"),
                ].randomElement(using: &random) ?? ("", "")
            }
            let at = Timestamp(milliseconds: milliseconds)
            whole.entry(at, pairs)
            parts[parts.count - 1].entry(at, pairs)
            if Int.random(in: 0..<20, using: &random) == 0 { parts.append(TallyFeed()) }
        }
        var merged = EventTally(slots: whole.grammar.slots)
        for part in parts { merged.merge(part.tally) }
        #expect(merged.totals == whole.tally.totals)
        #expect(merged.received == whole.tally.received && merged.unknown == whole.tally.unknown)
        #expect(merged.fills == whole.tally.fills && merged.newest == whole.tally.newest)
        #expect(merged.invalidations == whole.tally.invalidations)
        #expect(merged.invalidationsOmitted == whole.tally.invalidationsOmitted)
        let end = (merged.newest ?? start).milliseconds / 100
        for slot in 0..<whole.grammar.slots {
            for back in stride(from: Int64(0), to: 2900, by: 7) {
                let sum = merged.buckets.sum(slot: slot, endingAt: end - back, seconds: 10)
                let direct = whole.tally.buckets.sum(slot: slot, endingAt: end - back, seconds: 10)
                try #require(sum == direct)
            }
        }
    }
}
