import Metrics
import Testing

/// How the history's sources stand after what was observed.
struct SourceHistoryTests {
    private var history = History.standard
    private static let noInfo = SourceProblem(.refused, "NOPERM info")

    private mutating func poll(
        _ second: Double, _ info: InfoReply? = nil, _ problems: [Source: SourceProblem] = [:],
        counters: [CounterReading]? = nil, calls: ReaderCalls? = nil,
        own: HitCounts = HitCounts()
    ) {
        history.observe(
            Sample(
                at: moment(second), monotonicSeconds: second, info: info, ownLookups: own,
                counters: counters, readerCalls: calls, problems: problems))
    }

    private func state(_ source: Source, _ second: Double = 0) -> SourceState {
        history.snapshot(second).state(of: source)
    }

    private static func refusedInfo() -> [Source: SourceProblem] {
        Dictionary(
            uniqueKeysWithValues: (Source.info + [.commandStats]).map { ($0, noInfo) })
    }

    // MARK: INFO

    @Test mutating func infoThatWasNeverAnsweredIsRefused() {
        poll(0, nil, Self.refusedInfo())
        #expect(state(.memory) == .refused(why: "NOPERM info"))
        let whole = history.snapshot().unavailable.filter { $0.state == .refused }
        #expect(whole.map(\.what) == ["server", "memory", "server.otherReadersRatio"])
        #expect(!history.snapshot().hasOldFigures)
    }

    @Test mutating func infoRefusedAfterItWasAnsweredKeepsItsFiguresAndTheirMoment() {
        poll(0, info(info70))
        for second in [1.0, 2, 3] { poll(second, nil, Self.refusedInfo()) }
        let snapshot = history.snapshot(3)
        #expect(snapshot.memory.usedBytes == 966_584 && snapshot.server.hits == 100)
        for source in Source.info where source.path != nil {
            #expect(snapshot.state(of: source) == .asOf(start, why: "NOPERM info"), "\(source)")
        }
        #expect(snapshot.hasOldFigures)
        let memory = snapshot.unavailable.first { $0.what == "memory" }
        #expect(memory?.state == .asOf && memory?.asOf == start)
        poll(4, info(info70))
        #expect(state(.memory, 4).isFresh && !history.snapshot(4).hasOldFigures)
    }

    @Test(
        arguments: [
            ("used_memory:1", Source.memory), ("connected_clients:1", .clients),
            ("role:master", .replication), ("redis_version:7", .server),
            ("keyspace_hits:1\r\nkeyspace_misses:1", .stats),
            ("used_cpu_sys:1\r\nused_cpu_user:1", .cpu),
        ])
    mutating func aSectionIsToldByItself(_ fields: String, _ section: Source) {
        poll(0, info(fields))
        for source in Source.info where source.path != nil {
            if source == section {
                #expect(state(source).isFresh)
            } else if case .notTold(let why) = state(source) {
                #expect(why.contains("does not report"))
            } else {
                Issue.record("\(source): \(state(source))")
            }
        }
    }

    @Test(arguments: ["used_memory:", "used_memory:-5", "used_memory:9223372036854775808"])
    mutating func aNumberThatCannotBeIsNotTold(_ field: String) {
        poll(0, info("redis_version:7\r\n" + field))
        #expect(history.snapshot().memory.usedBytes == nil)
        guard case .notTold = state(.memory) else {
            Issue.record("\(state(.memory))")
            return
        }
    }

    // MARK: Counters

    @Test mutating func aRefusedCounterKeepsItsValueAndItsMoment() {
        poll(0, counters: [.value(128), .value(9)])
        let refusal = CounterReading.unavailable(SourceProblem(.refused, "NOPERM mget"))
        poll(5, counters: [refusal, refusal])
        let snapshot = history.snapshot(5)
        #expect(snapshot.versions.map(\.value) == [128, 9])
        #expect(snapshot.versions.allSatisfy { $0.changesPerHour == nil })
        #expect(snapshot.state(ofCounter: "version:global") == .asOf(start, why: "NOPERM mget"))
        #expect(snapshot.unavailable.filter { $0.what.hasPrefix("versions") }.count == 1)
        // Raised while it could not be read: seen now, not dated before.
        poll(6, counters: [.value(130), .value(9)])
        #expect(history.snapshot(6).state(ofCounter: "version:search").isFresh)
        #expect(history.snapshot(6).versions.map(\.changedAt) == [moment(6), nil])
        poll(9, counters: [.value(130), .value(9)])
        #expect(history.snapshot(9).invalidations.map(\.scope) == ["bump version:search"])
    }

    @Test mutating func oneCounterOnAnotherNodeHidesNoOther() {
        let moved = CounterReading.unavailable(SourceProblem(.notTold, "Another node has it."))
        poll(0, counters: [.value(128), .value(9)])
        poll(1, counters: [.value(128), moved])
        let snapshot = history.snapshot(1)
        #expect(snapshot.versions.map(\.value) == [128, nil])
        #expect(snapshot.state(ofCounter: "version:search").isFresh)
        #expect(
            snapshot.state(ofCounter: "version:global") == .notTold(why: "Another node has it."))
        #expect(snapshot.unavailable.compactMap(\.subject) == ["version:global"])
    }

    /// One counter's name may be the beginning of another's, and both may be in a sentence.
    @Test mutating func theReasonIsFoundByTheCounterNotByItsSentence() {
        poll(
            0,
            counters: [.unusable("version:global is not this one"), .unusable("version:search")])
        let snapshot = history.snapshot()
        #expect(
            snapshot.state(ofCounter: "version:search")
                == .notTold(why: "version:global is not this one"))
        #expect(snapshot.state(ofCounter: "version:global") == .notTold(why: "version:search"))
    }

    // MARK: The trail, the connection

    @Test mutating func theTrailHasAState() {
        poll(0)
        #expect(state(.trail).isFresh)
        poll(1, nil, [.trail: SourceProblem(.refused, "NOPERM xread")])
        #expect(state(.trail, 1) == .asOf(start, why: "NOPERM xread"))
    }

    @Test mutating func aLostConnectionDatesAllThatCameOverIt() {
        poll(0, info(info70), counters: [.value(128), .absent])
        history.observe(KeyspaceSurvey(policy: .standard, startedAt: start))
        history.interrupt(why: "The server is away.")
        let snapshot = history.snapshot(1)
        for source in [
            Source.memory, .stats, .counters, .scan, .timeToLive, .memoryUsage, .trail,
        ] {
            #expect(
                snapshot.state(of: source) == .asOf(start, why: "The server is away."), "\(source)")
        }
        #expect(snapshot.versions.map(\.value) == [128, nil])
        poll(9, info(info70), counters: [.value(128), .absent])
        #expect(state(.memory, 9).isFresh && state(.counters, 9).isFresh)
        // Not before the next sweep.
        #expect(!state(.scan, 9).isFresh)
    }

    @Test mutating func neverConnectedIsNotYet() {
        history.interrupt(why: "The connection was refused.")
        #expect(state(.memory) == .notYet(why: "The connection was refused."))
        #expect(!history.snapshot().hasOldFigures)
    }

    // MARK: Other readers

    @Test mutating func othersReadingsAreAShareOfTheLookups() {
        func fields(_ hits: Int, _ misses: Int) -> InfoReply {
            info("run_id:a\r\nkeyspace_hits:\(hits)\r\nkeyspace_misses:\(misses)")
        }
        poll(0, fields(1000, 0), calls: ReaderCalls(all: 500, own: 400))
        #expect(history.snapshot().server.otherReadersRatio == nil)
        // 100 look-ups, 20 of them ours; of 60 calls 15 are ours.
        poll(5, fields(1030, 10), own: HitCounts(hits: 5))
        poll(
            10, fields(1080, 20), calls: ReaderCalls(all: 560, own: 415), own: HitCounts(hits: 20))
        #expect(history.snapshot(10).server.otherReadersRatio == 45.0 / 80)
        #expect(state(.commandStats, 10).isFresh)
        // Ours alone: no others.
        poll(
            20, fields(1180, 20), calls: ReaderCalls(all: 660, own: 515), own: HitCounts(hits: 120))
        #expect(history.snapshot(20).server.otherReadersRatio == 45.0 / 80)
        // CONFIG RESETSTAT begins anew.
        poll(30, fields(2000, 20), calls: ReaderCalls(all: 3, own: 520), own: HitCounts(hits: 120))
        #expect(history.snapshot(30).server.otherReadersRatio == nil)
    }

    @Test mutating func commandStatsMayBeMissing() {
        poll(0, info(info70))
        #expect(state(.commandStats) == .notYet(why: nil))
        poll(1, info(info70), [.commandStats: SourceProblem(.notTold, "no calls")])
        #expect(state(.commandStats, 1) == .notTold(why: "no calls"))
    }
}
