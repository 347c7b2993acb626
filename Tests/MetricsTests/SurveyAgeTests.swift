import Testing

@testable import Metrics

/// What a sweep counted is shown for as long as it can be true.
struct SurveyAgeTests {
    private var history = History.standard

    private mutating func poll(_ second: Double, keys: Int, version: Int64 = 3) {
        history.observe(
            Sample(
                at: moment(second), monotonicSeconds: second,
                info: info("run_id:a\r\nrole:master\r\n# Keyspace\r\ndb0:keys=\(keys),expires=0"),
                counters: history.counters.map {
                    $0.key == "version:search" ? .value(version) : .value(1)
                }))
    }

    private mutating func sweep(_ second: Double, generation: Int64 = 3) {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: moment(second))
        for index in 0..<60 {
            survey.add(
                bytes("search:\(index):v\(generation)"), pttl: 25_000, bytes: 100,
                grammar: history.grammar, at: moment(second))
            survey.add(
                bytes("product:\(index)"), pttl: 50_000, bytes: 100, grammar: history.grammar,
                at: moment(second))
        }
        survey.isComplete = true
        survey.databaseKeys = 122
        history.observe(survey)
    }

    private func report(_ name: String, _ second: Double) -> ResourceReport? {
        history.snapshot(second).resources.first { $0.name == name }
    }

    /// After a FLUSH nothing is known until the next sweep, also when the database fills again.
    @Test mutating func afterAFlushNothingIsKnown() {
        poll(0, keys: 122)
        sweep(1)
        poll(2, keys: 120)
        #expect(report("product", 2)?.keys == 60)
        poll(3, keys: 4)
        for second in 3...6 {
            let found = report("product", Double(second))
            #expect(found?.keys == nil && found?.bytes == nil && found?.sweptAt == nil)
            #expect(history.snapshot(Double(second)).memoryBy.allSatisfy { $0.bytes == nil })
            poll(Double(second + 1), keys: 40 * second)
        }
        sweep(9)
        #expect(report("product", 9)?.keys == 60)
    }

    /// Of a version that was raised after the sweep began, what was counted is an estimate until the next.
    @Test mutating func afterARaiseItIsAnEstimate() {
        poll(0, keys: 122)
        sweep(1)
        #expect(report("search", 1)?.estimated == false)
        poll(2, keys: 122, version: 4)
        #expect(report("search", 2)?.estimated == true)
        #expect(report("search", 2)?.deadGenerations?.keys == 60)
        #expect(report("product", 2)?.estimated == false)
        sweep(3, generation: 4)
        #expect(report("search", 3)?.estimated == false)
    }
}
