import Metrics
import Testing

struct SurveySnapshotTests {
    private var history = History.standard
    private var survey = KeyspaceSurvey(policy: .standard, startedAt: start)

    private mutating func add(_ key: String, pttl: Int64? = 5000, bytes size: UInt64? = 100) {
        survey.add(bytes(key), pttl: pttl, bytes: size, grammar: history.grammar, at: start)
    }

    private mutating func count(_ readings: CounterReading...) {
        history.observe(Sample(at: start, monotonicSeconds: 0, counters: readings))
    }

    private mutating func report(_ name: String, at seconds: Double = 0) -> ResourceReport? {
        history.observe(survey)
        return history.snapshot(seconds).resource(name)
    }

    @Test mutating func aSweepThatHasJustBegunHasFoundNothingYet() {
        survey.databaseKeys = 1000
        let product = report("product")
        #expect(product?.keys == nil && product?.ttl == nil && product?.estimated == nil)
        #expect(history.snapshot().unclassified.keys == nil)
        survey.isComplete = true
        #expect(report("product")?.keys == 0 && report("product")?.bytes == 0)
        #expect(report("product")?.ttl?.sampled == 0)
        #expect(history.snapshot().unclassified.keys == 0)
    }

    @Test mutating func aPartIsExtrapolatedAndMarked() {
        survey.databaseKeys = 40
        survey.seconds = 2
        add("product:1", bytes: 100)
        add("product:2", bytes: nil)
        add("odd", pttl: nil, bytes: nil)
        add("version:search")
        let product = report("product")
        #expect(product?.keys == 20 && product?.bytes == 2000 && product?.estimated == true)
        #expect(product?.sweptAt == start && product?.sweepSeconds == 2)
        #expect(product?.ttl?.sampled == 2 && product?.ttl?.expiringIn10Seconds == 2)
        let rest = history.snapshot().unclassified
        #expect(rest.keys == 10 && rest.bytes == nil && rest.examples == ["odd"])
        survey.isComplete = true
        #expect(report("product")?.keys == 2 && report("product")?.estimated == false)
        #expect(report("inventory")?.estimated == true)  // 2 s is more than a tenth of 10 s
    }

    @Test mutating func ttlsThatWereRefusedAreUnknown() {
        add("product:1", pttl: nil)
        survey.isComplete = true
        #expect(report("product")?.ttl == nil && report("product")?.keys == 1)
    }

    @Test mutating func numbersBeyondMeasureDoNotTrap() {
        count(.value(.max), .absent)
        add("search:1:v1", pttl: .max, bytes: .max)
        add("search:2:v1", pttl: .max, bytes: .max)
        survey.databaseKeys = .max
        #expect(report("search")?.bytes == .max)
        #expect(report("search")?.deadGenerations?.bytes == .max)
    }

    @Test mutating func generationsBelowTheCounterAreDead() {
        survey.isComplete = true
        add("search:a:v3", pttl: 4000, bytes: 10)
        add("search:b:v3", pttl: 9000, bytes: nil)
        add("search:c:v4", pttl: 7000)
        add("search:d:v5")
        add("search:e")
        count(.value(5), .absent)
        let dead = report("search")?.deadGenerations
        #expect(dead?.keys == 3 && dead?.goneInSeconds == 9)
        #expect(dead?.bytes == 165)  // 110 of two, and a third like them
        #expect(report("search", at: 8)?.deadGenerations?.keys == 2)
        #expect(report("search", at: 8)?.deadGenerations?.goneInSeconds == 1)
        #expect(report("search", at: 9)?.deadGenerations?.keys == 0)
        #expect(report("search", at: 9)?.deadGenerations?.goneInSeconds == 0)
    }

    @Test mutating func withoutACounterNothingIsDead() {
        survey.isComplete = true
        add("search:a:v3")
        add("category:shoes:a:v3")
        #expect(report("search")?.deadGenerations == nil)
        count(.absent, .unusable("it is a list"))
        #expect(report("search")?.deadGenerations == nil)
        #expect(report("category")?.deadGenerations == nil)
        #expect(history.snapshot().state(ofCounter: "version:search").isFresh)
        #expect(
            history.snapshot().state(ofCounter: "version:global") == .notTold(why: "it is a list"))
        count(.value(3), .value(4))
        #expect(report("search")?.deadGenerations?.keys == 0)
        #expect(report("category")?.deadGenerations?.keys == 1)
        #expect(report("product")?.deadGenerations == nil)
        #expect(history.snapshot().state(ofCounter: "version:global").isFresh)
    }

    @Test mutating func aDeadKeyThatNeverExpiresHasNoEnd() {
        survey.isComplete = true
        add("search:a:v3", pttl: -1)
        add("search:b:v3", pttl: 10)
        count(.value(4), .absent)
        let dead = report("search", at: 100)?.deadGenerations
        #expect(dead?.keys == 2 && dead?.goneInSeconds == nil)
    }

    /// "never gone" is known of a key by its PTTL alone.
    @Test mutating func aDeadKeyWhoseLifeIsUnknownHasNoKnownEnd() {
        survey.isComplete = true
        add("search:a:v3", pttl: nil)
        count(.value(4), .absent)
        let dead = report("search")?.deadGenerations
        #expect(dead?.keys == 1 && dead?.goneInSeconds == nil)
        #expect(survey.slots[0].generations[3]?.neverGone == false)
    }

    /// A part of the keyspace without a resource's keys does not say that there are none.
    @Test mutating func noneInASmallPartIsNotZero() {
        survey.databaseKeys = 50_000
        for index in 0..<KeyspaceSurvey.sampleEnough - 1 { add("product:\(index)") }
        #expect(report("product")?.keys == 50_000)
        for name in ["search", "trending"] {
            let report = report(name)
            #expect(report?.keys == nil && report?.bytes == nil && report?.ttl == nil)
        }
        #expect(history.snapshot().unclassified.keys == nil)
        add("product:last")
        #expect(report("trending")?.keys == 0 && report("trending")?.estimated == true)
        #expect(report("trending")?.ttl?.sampled == 0 && history.snapshot().unclassified.keys == 0)
    }

    @Test(arguments: [-3, .min] as [Int64])
    mutating func anImpossibleTimeToLiveIsNone(_ pttl: Int64) {
        survey.isComplete = true
        add("product:1", pttl: pttl)
        #expect(report("product")?.keys == 1 && report("product")?.ttl == nil)
    }
}
