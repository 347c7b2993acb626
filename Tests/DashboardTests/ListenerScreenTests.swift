import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// How far the shop's listeners are, in the rule of the timeline.
@Suite struct ListenerScreenTests {
    static let sizes = [ScreenTests.wide, ScreenTests.small]

    static func beat(_ backlog: Int64?, second: Double = 0) -> ListenerReading {
        .beat(
            ListenerBeat(
                at: Shop.noon.adding(seconds: second), position: 4711, backlog: backlog,
                secondRemovals: 2))
    }

    private func state(_ size: Size, _ readings: [String: ListenerReading]) -> State {
        var state = Shop.busy(size)
        state.look(0, readings)
        return state
    }

    @Test(arguments: sizes)
    func itIsBehind(size: Size) {
        state(size, ["listener": Self.beat(3)]).expectScreen("listener-behind")
    }

    @Test(arguments: sizes)
    func itIsSilent(size: Size) {
        silent(size).expectScreen("listener-silent")
    }

    /// The expanded panel says what to do.
    @Test(arguments: sizes)
    func whatToDoIsSaid(size: Size) {
        var state = silent(size)
        state.focus = .timeline
        _ = state.press(.enter)
        state.expectScreen("listener-silent-expanded")
    }

    private func silent(_ size: Size) -> State {
        var state = state(size, ["listener": Self.beat(0)])
        state.look(10, ["listener": .absent])
        state.look(25, ["listener": .absent])
        return state
    }

    @Test(
        arguments: [
            (["a": beat(0)], "listener up to date"), (["a": beat(nil)], "listener there"),
            (["a": beat(1200), "b": beat(34)], "2 listeners 1234 behind"),
            (["a": beat(.max), "b": beat(.max)], "behind"),
            (["a": .unreadable("why")], "listener not readable"),
            (["a": .unreadable("why"), "b": beat(0)], "2 listeners not readable"),
        ] as [([String: ListenerReading], String)])
    func itsRuleSaysIt(_ readings: [String: ListenerReading], _ words: String) {
        let lines = state(ScreenTests.wide, readings).draw().lines
        let rule = lines.first { $0.contains(" Timeline ") }
        #expect(rule?.contains("\(words) ─") == true, "\(rule ?? "")")
    }

    @Test func severalAreCounted() {
        var state = state(ScreenTests.small, ["a": Self.beat(0), "b": Self.beat(0)])
        state.look(10, ["a": .absent, "b": Self.beat(0, second: 10)])
        #expect(state.draw().lines.contains { $0.contains(" 1 of 2 listeners silent ") })
    }

    /// What was there before stays where there is no room for both.
    @Test(arguments: sizes)
    func theTrailsAgeIsNotPushedOut(size: Size) {
        var state = state(size, ["listener": Self.beat(3)])
        var sample = Shop.sample(second: 0, hits: 901_900)
        sample.listeners = [Array("listener".utf8): Self.beat(3)]
        sample.problems[.trail] = SourceProblem(.refused, "NOPERM")
        state.feed(.sample(sample), at: 120)
        let rule = state.draw().lines.first { $0.contains(" Timeline ") } ?? ""
        #expect(rule.contains(" trail as of "))
        #expect(rule.contains("listener 3 behind") == (size == ScreenTests.wide))
    }

    @Test func aFileSaysTheSame() throws {
        let state = silent(ScreenTests.wide)
        let copy = State(
            replaying: try Snapshot(json: try state.shown.json()), size: ScreenTests.wide)
        let (live, file) = (state.draw(), copy.draw())
        #expect(live.lines.dropFirst().dropLast() == file.lines.dropFirst().dropLast())
        #expect(live.styleLines.dropFirst().dropLast() == file.styleLines.dropFirst().dropLast())
    }
}

extension State {
    /// A poll so many seconds after noon.
    fileprivate mutating func look(_ second: Int, _ readings: [String: ListenerReading]) {
        var sample = Shop.sample(second: second, hits: 901_900)
        sample.listeners = Dictionary(
            uniqueKeysWithValues: readings.map { (Array($0.utf8), $1) })
        feed(.sample(sample), at: 120 + Double(second))
    }
}
