import Metrics
import Testing

/// What the sweep and the events show while a part of them is refused or silent.
struct SourceFiguresTests {
    private var history = History.standard

    private func state(_ source: Source, _ second: Double = 0) -> SourceState {
        history.snapshot(second).state(of: source)
    }

    // MARK: The sweep

    private func survey(_ second: Double, _ problems: [Source: SourceProblem] = [:])
        -> KeyspaceSurvey
    {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: moment(second))
        survey.add(
            bytes("product:1"), pttl: problems[.timeToLive] == nil ? 5000 : nil,
            bytes: problems[.memoryUsage] == nil ? 64 : nil, grammar: history.grammar, at: start)
        survey.takenAt = moment(second)
        survey.isComplete = true
        survey.problems = problems
        return survey
    }

    @Test(arguments: [Source.timeToLive, .memoryUsage])
    mutating func aPartOfTheSweepThatIsRefusedStaysAsItWas(_ source: Source) {
        let refusal = [source: SourceProblem(.refused, "NOPERM")]
        history.observe(survey(0, refusal))
        #expect(state(source) == .refused(why: "NOPERM"))
        history.observe(survey(10))
        history.observe(sweepProblems: [:])
        history.observe(survey(20, refusal))
        history.observe(sweepProblems: refusal)
        let snapshot = history.snapshot(20)
        #expect(snapshot.state(of: source) == .asOf(moment(10), why: "NOPERM"))
        #expect(snapshot.state(of: .scan).isFresh)
        let product = snapshot.resource("product")
        #expect(product?.keys == 1 && product?.bytes == 64 && product?.ttl?.sampled == 1)
        #expect(product?.sweptAt == moment(20))
        history.observe(survey(30))
        #expect(state(source, 30).isFresh)
    }

    /// Another server that lacks the command, after a failover: nothing old is shown as its own.
    @Test mutating func whatThisServerDoesNotReportIsNotShownFromBefore() {
        history.observe(survey(0))
        history.observe(survey(10, [.memoryUsage: SourceProblem(.notTold, "ERR unknown")]))
        #expect(history.snapshot(10).resource("product")?.bytes == nil)
        #expect(state(.memoryUsage, 10) == .notTold(why: "ERR unknown"))
    }

    @Test mutating func withoutScanTheWholeSweepIsOld() {
        history.observe(survey(0))
        history.observe(sweepProblems: [.scan: SourceProblem(.refused, "NOPERM scan")])
        for source in [Source.scan, .timeToLive, .memoryUsage] {
            #expect(state(source, 5) == .asOf(start, why: "NOPERM scan"))
        }
        #expect(history.snapshot(5).resource("product")?.keys == 1)
    }

    // MARK: Events

    private mutating func report(_ second: Double, _ change: (inout EventStatus) -> Void = { _ in })
    {
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = moment(-100)
        status.readUntil = moment(second)
        change(&status)
        var feed = TallyFeed(history.grammar)
        feed.entry(moment(second), [("hit", "product:1")])
        history.observe(feed.report(status))
    }

    @Test mutating func windowsDoNotCoverWhatWasNotRead() {
        report(0)
        #expect(state(.events).isFresh)
        report(0) { $0.problem = SourceProblem(.lost, "No events come in.") }
        #expect(state(.events, 30) == .asOf(start, why: "No events come in."))
        let windows = history.snapshot(30).total.windows
        #expect(windows.map(\.coveredSeconds) == [0, 30, 100])
        #expect(windows[0].lookupsPerSecond == nil && windows[1].hits == 2)
        // The plan does not take the rate of a source that is silent.
        #expect(history.planContext(for: .search, at: moment(30)).hitsPerSecond == nil)
        report(31)
        #expect(history.snapshot(31).total.windows.map(\.coveredSeconds) == [10, 60, 131])
        #expect(history.planContext(for: .search, at: moment(31)).hitsPerSecond != nil)
    }

    @Test mutating func aStreamThatIsMissingIsWatchedForAllThat() {
        report(0) { $0.problem = SourceProblem(.pending, "There is no stream.") }
        #expect(state(.events, 30) == .notYet(why: "There is no stream."))
        #expect(history.snapshot(30).total.windows.map(\.coveredSeconds) == [10, 60, 130])
    }

    @Test mutating func gapsAreUnknownFromTheRefusalOn() {
        report(0) { $0.gapsProblem = SourceProblem(.refused, "NOPERM xinfo") }
        #expect(state(.events).isFresh && state(.streamInfo) == .refused(why: "NOPERM xinfo"))
        report(1)
        #expect(state(.streamInfo, 1).isFresh)
        report(2) { $0.gapsProblem = SourceProblem(.refused, "NOPERM xinfo") }
        #expect(state(.streamInfo, 2) == .asOf(moment(1), why: "NOPERM xinfo"))
        #expect(history.snapshot(2).unavailable.contains { $0.what == "events.gaps" })
    }
}
