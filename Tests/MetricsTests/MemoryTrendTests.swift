import Metrics
import Testing

/// How fast memory grows, when it is full, and whose it is.
struct MemoryTrendTests {
    private var history = History.standard

    private mutating func look(_ second: Int, used: Int, limit: Int = 1000, policy: String = "x") {
        history.observe(
            Sample(
                at: moment(Double(second)), monotonicSeconds: Double(second),
                info: info(
                    "run_id:a\r\nused_memory:\(used)\r\nmaxmemory:\(limit)\r\n"
                        + "maxmemory_policy:\(policy)")))
    }

    @Test mutating func steadyGrowthSaysWhenItIsFull() {
        for second in 0...20 { look(second, used: 500 + 10 * second) }
        let snapshot = history.snapshot(20)
        #expect(snapshot.memory.growthBytesPerSecond == 10)
        #expect(snapshot.secondsUntilFull == 30)
        let alert = snapshot.alert(.memoryFillsUp)
        #expect(alert?.severity == .warning && alert?.value == 30)
        #expect(alert?.message.contains("evicts keys") == true)
    }

    /// A fork or a sweep that takes memory for a moment moves nothing.
    @Test mutating func outliersDoNotCount() {
        for second in 0...20 {
            look(second, used: second % 5 == 3 ? 100_000 : 500 + 10 * second, limit: 200_000)
        }
        let growth = history.snapshot(20).memory.growthBytesPerSecond
        #expect(growth == 0 || growth == 10)
        history = .standard
        for second in 0...300 { look(second, used: second == 150 ? 90_000 : 500 + second) }
        #expect(history.snapshot(300).memory.growthBytesPerSecond == 1)
    }

    @Test mutating func upAndDownIsNoGrowth() {
        for second in 0...60 { look(second, used: 500 + [0, 40, 90, 30][second % 4]) }
        let snapshot = history.snapshot(60)
        #expect(snapshot.memory.growthBytesPerSecond == 0)
        #expect(snapshot.secondsUntilFull == nil && snapshot.alert(.memoryFillsUp) == nil)
    }

    @Test mutating func nothingIsSaidTooEarlyOrWithoutALimit() {
        for second in 0...8 { look(second, used: 500 + 10 * second) }
        #expect(history.snapshot(8).memory.growthBytesPerSecond == nil)
        history = .standard
        for second in 0...20 { look(second, used: 500 + 10 * second, limit: 0) }
        let snapshot = history.snapshot(20)
        #expect(snapshot.memory.growthBytesPerSecond == 10 && snapshot.secondsUntilFull == nil)
    }

    /// Twenty seconds of growth are no forecast of an hour; ten minutes are.
    @Test mutating func aForecastReachesNotTooFar() {
        for second in 0...20 { look(second, used: 500 + second, limit: 4100) }
        #expect(history.snapshot(20).memory.growthBytesPerSecond == 1)
        #expect(history.snapshot(20).secondsUntilFull == nil)
        for second in 21...200 { look(second, used: 500 + second, limit: 4100) }
        #expect(history.snapshot(200).secondsUntilFull == 3400)
    }

    @Test mutating func sharesAddUpToWhatIsUsed() {
        look(0, used: 10_000)
        #expect(history.snapshot().memoryBy.allSatisfy { $0.bytes == nil })
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for (key, size) in [("product:1", 700), ("odd", 60), ("cache:events", 4000)] {
            survey.add(
                bytes(key), pttl: 900, bytes: UInt64(size), grammar: history.grammar, at: start)
        }
        survey.isComplete = true
        history.observe(survey)
        let shares = history.snapshot().memoryBy
        func share(_ name: String) -> UInt64? { shares.first { $0.of == name }?.bytes }
        #expect(share("product") == 700 && share("search") == 0)
        #expect(share("stream") == 4000 && share("unclassified") == 60)
        #expect(share("overhead") == 10_000 - 4760)
    }

    /// MEMORY USAGE of a part is not known: neither is the rest.
    @Test mutating func whatIsLeftOverNeedsEveryPart() {
        look(0, used: 10_000)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        survey.add(bytes("product:1"), pttl: 900, bytes: nil, grammar: history.grammar, at: start)
        survey.isComplete = true
        history.observe(survey)
        let shares = history.snapshot().memoryBy
        #expect(shares.first { $0.of == "product" }?.bytes == nil)
        #expect(shares.last?.of == "overhead" && shares.last?.bytes == nil)
        #expect(shares.first { $0.of == "stream" }?.bytes == nil)
    }
}
