import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// What the screen says of a source that is not fresh: which one, since when and why.
@Suite struct SourceScreenTests {
    static let wide = ScreenTests.wide
    static let sizes = [wide, ScreenTests.small]

    private func refusal(_ command: String) -> SourceProblem {
        SourceProblem(
            .refused, "NOPERM this user has no permissions to run the '\(command)' command")
    }

    @Test(arguments: sizes)
    func aServerlessServiceDoesNotTellItsMemory(size: Size) {
        var state = Shop.starting(size)
        state.feed(.link(.live), at: 100)
        state.feed(.events(Shop.traffic()), at: 100)
        state.feed(.survey(Shop.survey()), at: 100)
        let info = InfoReply(Array(Shop.serverless.utf8))
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon, monotonicSeconds: 120, info: info,
                    counters: [.value(128), .value(9)])), at: 120)
        state.expectScreen("serverless")
    }

    @Test(arguments: sizes)
    func aPermissionTakenAwayDatesItsFigures(size: Size) {
        var state = Shop.busy(size)
        let mget = CounterReading.unavailable(refusal("mget"))
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon.adding(seconds: 75), monotonicSeconds: 195,
                    counters: [mget, mget], problems: Shop.info(refusal("info")))), at: 195)
        var survey = Shop.survey()
        survey.takenAt = Shop.noon.adding(seconds: 73)
        survey.problems = [.timeToLive: refusal("pttl")]
        state.feed(.survey(survey), at: 195)
        state.feed(.sweepProblems(survey.problems), at: 195)
        state.expectScreen("refused-after-fresh")
    }

    /// The words are cut in a small panel; the expanded one has them whole.
    @Test(
        arguments: [
            (.versions, "mget"), (.ttl, "pttl"), (.memory, "info"), (.resources, "xinfo|stream"),
            (.timeline, "xread"),
        ] as [(PanelID, String)])
    func theExpandedPanelHasTheWholeReason(_ panel: PanelID, _ command: String) {
        var state = Shop.busy(ScreenTests.small)
        let mget = CounterReading.unavailable(refusal("mget"))
        var problems = Shop.info(refusal("info"))
        problems[.trail] = refusal("xread")
        var report = Shop.silence()
        report.status.readUntil = Shop.noon
        report.status.gapsProblem = refusal("xinfo|stream")
        state.feed(.events(report), at: 120)
        state.feed(.sweepProblems([.timeToLive: refusal("pttl")]), at: 120)
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon, monotonicSeconds: 120, counters: [mget, mget],
                    problems: problems)), at: 120)
        state.focus = panel
        state.isExpanded = true
        let text = state.draw().lines.joined(separator: " ")
            .split(separator: " ").joined(separator: " ")
        #expect(text.contains("no permissions to run the '\(command)' command"), "\(text)")
    }

    @Test func aPermissionGivenBackIsFresh() {
        var state = Shop.busy(Self.wide)
        let before = state.draw().lines
        let mget = CounterReading.unavailable(refusal("mget"))
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon.adding(seconds: 0), monotonicSeconds: 120,
                    counters: [mget, mget], problems: Shop.info(refusal("info")))), at: 120)
        #expect(state.draw().lines[0].contains("◐ live in part"))
        state.feed(.sample(Shop.sample(second: 0, hits: 901_900)), at: 120)
        #expect(state.draw().lines == before)
    }

    @Test(arguments: sizes)
    func gapsThatCannotBeDetectedSaySo(size: Size) {
        var state = Shop.busy(size)
        var report = Shop.traffic()
        report.tally = EventTally(slots: Shop.grammar.slots)
        report.status.lostEntries = nil
        report.status.gapsProblem = refusal("xinfo|stream")
        state.feed(.events(report), at: 120)
        state.feed(.sample(Shop.sample(second: 0, hits: 901_900)), at: 120)
        let lines = state.draw().lines
        #expect(lines.contains { $0.contains("XINFO is refused") })
        expectGolden(lines, named: "gaps-unknown-\(size.name)")
    }

    // MARK: Clusters, other readers

    @Test(arguments: sizes)
    func aClusterShowsOneNode(size: Size) {
        var state = Shop.busy(size)
        var sample = Shop.sample(second: 0, hits: 901_900, mode: "cluster")
        sample.counters = [
            .value(128),
            .unavailable(
                SourceProblem(
                    .notTold,
                    "On another node (10.0.0.6:6379): MOVED 9573 10.0.0.6:6379"
                )),
        ]
        state.feed(.sample(sample), at: 120)
        state.expectScreen("cluster")
    }

    @Test(arguments: sizes)
    func otherReadersAreInTheServersRate(size: Size) {
        var state = Shop.busy(size)
        for (second, calls) in [(1, 1000), (11, 3000)] {
            var sample = Shop.sample(second: second, hits: 902_000 + second * 300)
            sample.readerCalls = ReaderCalls(all: UInt64(calls), own: 0)
            state.feed(.sample(sample), at: 120 + Double(second))
        }
        #expect(state.shown.server.otherReadersRatio.map { $0 > 0.5 } == true)
        let head = state.draw().lines.first { $0.contains("Resources") } ?? ""
        #expect(head.contains("other readers") && head.contains("!"), "\(head)")
        expectGolden([head], named: "other-readers-\(size.name)")
    }

    /// A call or two of an operator at the prompt can't move the rate.
    @Test func aFewCallsOfOthersAreNotNamed() {
        var state = Shop.busy(Self.wide)
        for (second, calls) in [(1, 1000), (11, 1020)] {
            var sample = Shop.sample(second: second, hits: 902_000 + second * 300)
            sample.readerCalls = ReaderCalls(all: UInt64(calls), own: 0)
            state.feed(.sample(sample), at: 120 + Double(second))
        }
        #expect(state.draw().lines.contains { $0.contains("redis with counter reads") })
    }

    /// A file tells as much as the screen that it came from.
    @Test func aFileOfOldFiguresDrawsLikeItsScreen() throws {
        var state = Shop.busy(Self.wide)
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon, monotonicSeconds: 120, counters: [.value(128), .value(9)],
                    problems: Shop.info(refusal("info")))), at: 120)
        let copy = State(replaying: try Snapshot(json: try state.shown.json()), size: Self.wide)
        let (live, file) = (state.draw(), copy.draw())
        #expect(live.lines.dropFirst().dropLast() == file.lines.dropFirst().dropLast())
        #expect(live.styleLines.dropFirst().dropLast() == file.styleLines.dropFirst().dropLast())
    }
}
