import Metrics
import Testing

/// What a record may claim: by facts of the replies, never by the words of an error.
struct CarriedOutTests {
    private func planned(
        _ scope: InvalidationScope, keys: [String] = [], absent: Set<Int> = []
    ) throws -> PlannedInvalidation {
        PlannedInvalidation(
            plan: try .redis(scope, grammar: KeyGrammar(policy: .standard), endpoint: "redis://a"),
            radius: BlastRadius(), keys: KeyList(keys.map { bytes($0) }), absent: absent, at: start)
    }

    private func record(_ done: CarriedOut, _ planned: PlannedInvalidation) -> InvalidationRecord {
        var record = InvalidationRecord(
            at: start, scope: "", by: nil, via: .redis, outcome: .refused, message: "",
            steps: [.increment("version:search")])
        done.conclude(&record, planned)
        return record
    }

    @Test(arguments: [(true, InvalidationRecord.Outcome.unknown), (false, .notDone)])
    func whetherItMayHaveBeenCarriedOutDecides(
        _ isUnknown: Bool, _ outcome: InvalidationRecord.Outcome
    ) throws {
        for why in ["INCR was lost", "not known", "UNLINK: done"] {
            var done = CarriedOut()
            done.failed(isUnknown: isUnknown, why: why)
            // Only the first failure counts.
            done.failed(isUnknown: !isUnknown, why: "the connection has ended")
            let record = record(done, try planned(.search))
            #expect(record.outcome == outcome)
            #expect(record.message.hasPrefix("the outcome of the rest") == isUnknown)
        }
    }

    /// A failure before the first removal: no figures, and nothing that reads like some.
    @Test func aFailureBeforeTheFirstRemovalHasNoFigures() throws {
        var done = CarriedOut()
        done.failed(isUnknown: false, why: "UNLINK was refused")
        let record = record(done, try planned(.facets(nil), keys: ["facets", "facets:a"]))
        #expect(record.keysRemoved == nil && record.keysAlreadyGone == nil)
        #expect(!record.message.contains("key"), "\(record.message)")
    }

    /// What is said of the keys holds of one moment, which the record names.
    @Test func theCheckHasItsTime() throws {
        var done = CarriedOut()
        done.unlinked(2, existing: 2, removed: 2)
        done.verified(rewritten: 1, of: 2, afterSeconds: 0.25)
        let planned = try planned(.products([bytes("1")]), keys: ["product:1", "x"])
        let record = record(done, planned)
        #expect(record.verifiedAt == moment(0.25) && record.keysRewritten == 1)
        #expect(record.message.contains("1 was there again when it was checked"))
    }

    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, .max])
    func incrMayAnswerAnyInteger(_ value: Int64) throws {
        for wasMissing in [false, true] {
            var done = CarriedOut()
            done.raised(
                RaisedCounter(key: bytes("version:search"), to: value, wasMissing: wasMissing))
            let record = record(done, try planned(.search))
            let from = wasMissing || value == .min ? nil : value - 1
            #expect(record.to == value && record.from == from)
            #expect(record.steps == [.increment("version:search", from: from, to: value)])
            #expect(record.message.contains("\(value)"))
        }
    }

    @Test(arguments: [Int64.min, -1, 3, .max])
    func unlinkMayAnswerAnyInteger(_ value: Int64) throws {
        var done = CarriedOut()
        for _ in 1...3 { done.unlinked(1, existing: 1, removed: value) }
        let keys = ["facets:a", "facets:b", "facets:c"]
        #expect(
            record(done, try planned(.facets(nil), keys: keys)).keysRemoved == (value > 0 ? 3 : 0))
    }

    /// Stopped among the named keys: only those that existed count on either side.
    @Test func aStopCountsWhatExisted() throws {
        let planned = try planned(
            .trending, keys: (0..<10).map { "k\($0)" }, absent: [0, 2, 9])
        var done = CarriedOut()
        done.unlinked(4, existing: 2, removed: 2)
        done.isStopped = true
        let record = record(done, planned)
        #expect(record.keysAlreadyGone == 0 && record.outcome == .notDone)
        #expect(record.message == "stopped: removed 2 of 7 keys; 5 keys left alone.")
    }

    @Test(
        arguments: [
            (4, .unknown), (5, .done), (9, .done), (nil, .unknown),
        ] as [(Int64?, InvalidationRecord.Outcome)])
    func aCounterThatFellBackIsNotDone(
        _ now: Int64?, _ outcome: InvalidationRecord.Outcome
    ) throws {
        var done = CarriedOut()
        done.raised(RaisedCounter(key: bytes("version:search"), to: 5, wasMissing: false))
        done.verified(counters: [now])
        #expect(record(done, try planned(.search)).outcome == outcome)
    }
}
