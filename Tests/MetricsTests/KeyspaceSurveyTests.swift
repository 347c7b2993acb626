import Metrics
import Testing

struct KeyspaceSurveyTests {
    private let grammar = KeyGrammar(policy: .standard)
    private var survey = KeyspaceSurvey(policy: .standard, startedAt: start)

    private mutating func add(_ key: String, pttl: Int64? = 1000, bytes size: UInt64? = 100) {
        survey.add(bytes(key), pttl: pttl, bytes: size, grammar: grammar, at: start)
    }

    @Test mutating func everyKeyIsCountedInItsClass() {
        for key in ["search:1:v3", "product:1", "product:2", "version:search", "cachetop:x", "odd"]
        {
            add(key)
        }
        #expect(survey.slots.map(\.keys) == [1, 2, 0, 0, 0, 0, 1])
        #expect(survey.counters == 1 && survey.own == 1 && survey.looked == 6)
        #expect(survey.slots[1].bytes == 200 && survey.slots[1].measured == 2)
        #expect(survey.examples == [bytes("odd")])
    }

    @Test mutating func aKeyThatIsGoneIsNoKey() {
        add("product:1", pttl: -2)
        #expect(survey.looked == 0 && survey.slots[1].keys == 0)
    }

    @Test mutating func whatWasRefusedIsNotMeasured() {
        add("product:1", pttl: nil, bytes: nil)
        add("product:2", pttl: -1, bytes: 50)
        #expect(survey.slots[1].keys == 2 && survey.slots[1].measured == 1)
        #expect(survey.slots[1].ttl.sampled == 1 && survey.slots[1].ttl.withoutExpiry == 1)
    }

    @Test mutating func examplesAreFew() {
        for number in 0..<50 { add("odd:\(number)") }
        #expect(survey.examples.count == KeyspaceSurvey.exampleLimit)
        #expect(survey.slots[6].keys == 50)
    }

    @Test mutating func generationsAreOfResourcesWithACounter() {
        add("search:a:v3", pttl: 500)
        add("search:b:v3", pttl: 9000, bytes: nil)
        add("search:c:v4", pttl: -1)
        add("search:d", pttl: 1)
        add("product:v3")
        add("category:shoes:x:v9")
        let third = survey.slots[0].generations[3]
        #expect(survey.slots[0].generations.count == 2 && third?.keys == 2)
        #expect(third?.bytes == 100 && third?.measured == 1)
        #expect(third?.goneAt == moment(9) && third?.neverGone == false)
        #expect(survey.slots[0].generations[4]?.neverGone == true)
        #expect(survey.slots[1].generations.isEmpty)
        #expect(survey.slots[2].generations[9]?.keys == 1)
    }

    @Test mutating func everNewGenerationsDoNotGrowTheSurvey() {
        for number in 0..<5000 { add("search:a:v\(number)", pttl: .max) }
        #expect(survey.slots[0].generations.count <= 1024 && survey.slots[0].keys == 5000)
        // an expiry beyond all time is not one in the past
        #expect(survey.slots[0].generations[0]?.goneAt.map { $0 > start } == true)
    }

    @Test mutating func aPartIsExtrapolatedToTheDatabase() {
        #expect(survey.factor == 1 && !survey.hasFindings)
        survey.databaseKeys = 1000
        #expect(survey.factor == 1)
        for number in 0..<100 { add("product:\(number)") }
        #expect(survey.factor == 10 && survey.hasFindings)
        survey.databaseKeys = 50  // fewer than seen: keys went meanwhile
        #expect(survey.factor == 1)
        survey.databaseKeys = 1000
        survey.isComplete = true
        #expect(survey.factor == 1)
    }

    @Test mutating func estimatesAreMarked() {
        #expect(survey.isEstimated(ttlSeconds: 60))  // a part
        survey.isComplete = true
        survey.seconds = 6
        #expect(!survey.isEstimated(ttlSeconds: 60))
        survey.seconds = 6.001
        #expect(survey.isEstimated(ttlSeconds: 60) && !survey.isEstimated(ttlSeconds: 61))
        #expect(!survey.isEstimated(ttlSeconds: nil))
        survey.isDistinct = false
        #expect(survey.isEstimated(ttlSeconds: nil) && survey.isEstimated(ttlSeconds: 900))
    }
}
