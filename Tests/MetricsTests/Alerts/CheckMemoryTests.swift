import Testing

@testable import Metrics

/// What one run of a check leaves for the next.
struct CheckMemoryTests {
    /// A run: two polls a second apart, as `cachetop check --state` makes.
    private func run(
        at seconds: Double, after memory: CheckMemory?, runID: String = "a", used: Int = 100,
        evicted: Int = 0, pairs: [(String, String)] = [], listener: Bool? = nil,
        flushes: UInt64? = nil
    ) -> (Snapshot, CheckMemory) {
        var history = History.standard
        if let memory { history.recall(memory, at: moment(seconds), monotonicSeconds: 5) }
        for poll in 0...1 {
            var sample = Sample(
                at: moment(seconds + Double(poll)), monotonicSeconds: 5 + Double(poll),
                info: info(
                    """
                    run_id:\(runID)\r\nmaxmemory:10000\r\nused_memory:\(used)\r
                    evicted_keys:\(evicted)\r\nkeyspace_hits:0\r\nkeyspace_misses:0\r\n
                    """))
            sample.listeners = listener.map {
                [bytes("shop"): $0 ? .beat(ListenerBeat()) : .absent]
            }
            sample.commandCalls = flushes.map { CommandCalls(flushAll: $0) }
            history.observe(sample)
        }
        if !pairs.isEmpty { history.observe(seconds, pairs) }
        let snapshot = history.snapshot(
            at: moment(seconds + 1), endpoint: "unix:///r", intervalSeconds: 1, isFinal: true)
        return (
            snapshot,
            history.memory(
                after: memory, with: snapshot, ownLookups: HitCounts(), ownReaderCalls: 0)
        )
    }

    @Test func itComesBackFromItsFile() throws {
        let (_, memory) = run(at: 0, after: nil, pairs: [("hit", "product:1")], listener: true)
        #expect(try CheckMemory(json: memory.json()) == memory)
        #expect(memory.readings.count == 1 && memory.listeners.count == 1)
    }

    /// A FLUSHALL between two runs, and none.
    @Test(arguments: [(4, 5, true), (4, 4, false), (5, 0, false)] as [(UInt64, UInt64, Bool)])
    func aFlushBetweenTwoRuns(before: UInt64, after: UInt64, isTold: Bool) throws {
        let (first, memory) = run(at: 0, after: nil, flushes: before)
        #expect(first.alert(.databaseEmptied) == nil)
        let (second, next) = run(
            at: 300, after: try CheckMemory(json: memory.json()), flushes: after)
        #expect(second.alert(.databaseEmptied)?.severity == (isTold ? .critical : nil))
        let (third, _) = run(at: 600, after: next, flushes: after)
        #expect(third.alert(.databaseEmptied)?.quietSince == nil)
        #expect(third.alert(.databaseEmptied) == nil)
    }

    @Test(arguments: [
        ("", CheckMemory.Unreadable.foreign), ("{}", .foreign), ("[1]", .foreign),
        (#"{"schema":"cachetop.snapshot/3"}"#, .foreign),
        (#"{"schema":"cachetop.check-state/1"}"#, .foreign),
        (#"{"schema":"cachetop.check-state/9"}"#, .otherSchema("cachetop.check-state/9")),
    ])
    func whatIsNone(text: String, why: CheckMemory.Unreadable) {
        #expect(throws: why) { try CheckMemory(json: bytes(text)) }
    }

    /// Two runs five minutes apart know how memory grows; so does no single one.
    @Test(arguments: [(60.0, 3), (300.0, 2), (300.0, 12)])
    func memoryThatGrows(pause: Double, runs: Int) {
        var memory: CheckMemory?
        var seconds: [Double?] = []
        for index in 0..<runs {
            // 1,000 bytes a run; the limit is 10,000.
            let (snapshot, next) = run(
                at: Double(index) * pause, after: memory, used: 1000 + index * 1000)
            seconds.append(snapshot.secondsUntilFull)
            memory = next
        }
        #expect(seconds.first == .some(nil))
        let last = seconds.last.flatMap(\.self)
        let expected = Double(9 - (runs - 1)) * pause
        if runs < 10 {
            #expect(abs((last ?? 0) - expected) < 0.05 * expected, "\(seconds)")
        } else {
            #expect(last == 0)
        }
    }

    /// What was evicted between two runs counts, not what was within the last second.
    @Test func evictionsBetweenTwoRuns() {
        let (first, memory) = run(at: 0, after: nil, evicted: 100)
        #expect(first.alert(.evictions) == nil)
        let (second, _) = run(at: 300, after: memory, evicted: 400)
        #expect(second.alert(.evictions)?.value.map { abs($0 - 1) < 0.05 } == true)
        // Of a server that was restarted nothing is known.
        let (other, next) = run(at: 300, after: memory, runID: "b", evicted: 400)
        #expect(other.alert(.evictions) == nil && next.readings.count == 1)
    }

    @Test func aListenerThatWasSeen() {
        let (_, memory) = run(at: 0, after: nil, listener: true)
        let (second, next) = run(at: 60, after: memory, listener: false)
        #expect(second.alert(.listenerSilent) == nil)
        let (third, _) = run(at: 120, after: next, listener: false)
        #expect(third.alert(.listenerSilent)?.subject == "shop")
    }

    /// What runs asked themselves, before and after their last poll, is not another watcher's.
    @Test func itsOwnLookUpsAreItsOwn() {
        var memory: CheckMemory?
        var (hits, calls): (UInt64, UInt64) = (0, 0)
        for index in 0..<5 {
            var history = History.standard
            let now = Double(index) * 20
            if let memory { history.recall(memory, at: moment(now), monotonicSeconds: 7) }
            var own: UInt64 = 0
            for poll in 0...1 {
                // 1,000 of the shop's, and a sweep of 500 before the second poll.
                if poll == 0 { hits += 1000 }
                if poll == 1 { (hits, calls, own) = (hits + 500, calls + 500, own + 500) }
                var sample = Sample(
                    at: moment(now + Double(poll)), monotonicSeconds: 7 + Double(poll),
                    info: info("run_id:a\r\nkeyspace_hits:\(hits)\r\nkeyspace_misses:0\r\n"),
                    ownLookups: HitCounts(hits: own))
                sample.readerCalls = ReaderCalls(all: calls, own: own)
                history.observe(sample)
            }
            // Forty keys are measured at the end.
            (hits, calls, own) = (hits + 40, calls + 40, own + 40)
            let snapshot = history.snapshot(now + 1)
            #expect(snapshot.server.otherReadersRatio ?? 0 == 0, "\(index)")
            memory = history.memory(
                after: memory, with: snapshot, ownLookups: HitCounts(hits: own),
                ownReaderCalls: own)
        }
        #expect(memory?.readings.map(\.ownHits) == [2200, 1660, 1120, 580, 40])
    }

    /// The end bound counts for what held at the last run.
    @Test func whatHeldBefore() {
        let (first, memory) = run(at: 0, after: nil, used: 8500)
        #expect(first.alert(.memoryFull)?.threshold == 0.85)
        let (second, next) = run(at: 60, after: memory, used: 8400)
        #expect(second.alert(.memoryFull)?.since == moment(1))
        let (third, _) = run(at: 120, after: next, used: 8200)
        #expect(third.alerts.allSatisfy { $0.rule != "memoryFull" || $0.quietSince != nil })
    }

    /// An hour ago, and a clock that was set back.
    @Test(arguments: [7200.0, -100])
    func whatIsTooFarAwayIsForgotten(seconds: Double) {
        let (_, memory) = run(at: 0, after: nil, listener: true)
        let known = memory.known(at: moment(seconds))
        #expect(known.readings.isEmpty && known.listeners.isEmpty)
        #expect(memory.observedSeconds(at: moment(-100)) == 0)
    }

    @Test func itIsBounded() throws {
        var memory: CheckMemory?
        for index in 0..<200 {
            memory = run(at: Double(index) * 10, after: memory).1
        }
        #expect(memory?.readings.count == CheckMemory.mostReadings)
        #expect(try #require(memory).json().count < 50_000)
    }
}
