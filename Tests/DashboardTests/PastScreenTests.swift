import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The screen of an earlier moment, and the keys that lead there and back.
@Suite struct PastScreenTests {
    /// Half a minute of looks, each with memory and operations of its own.
    private static func watched(_ size: Size = ScreenTests.wide, looks: Int = 30) -> State {
        var state = Shop.busy(size)
        for second in 1...looks { look(&state, second) }
        return state
    }

    private static func look(_ state: inout State, _ second: Int) {
        var sample = Shop.sample(second: second, hits: 901_900 + second * 900)
        let info = """
            redis_version:7.0.15\r
            uptime_in_seconds:\(1_047_900 + second)\r
            connected_clients:41\r
            used_memory:\(1_000_000_000 + second * 10_000_000)\r
            maxmemory:2147483648\r
            instantaneous_ops_per_sec:\(1000 + second)\r
            keyspace_hits:\(901_900 + second * 900)\r
            keyspace_misses:\(60_000 + second)\r
            role:master\r

            """
        sample.info = InfoReply(Array(info.utf8))
        state.feed(.sample(sample), at: 120 + Double(second))
    }

    private func second(_ state: State) -> Double { state.shown.takenAt.seconds(since: Shop.noon) }

    @Test(
        arguments: [
            (["["], 29), (["[", "["], 28), (["{"], 20), (["{", "]"], 21), (["{", "}"], 30),
            (["[", "0"], 30), (["{", "{", "}"], 20), (["[", "]"], 30), (["]"], 30),
        ] as [([KeyPress], Double)])
    func steps(keys: [KeyPress], expected: Double) {
        var state = Self.watched()
        for key in keys { #expect(state.press(key).isEmpty) }
        #expect(second(state) == expected)
        #expect((state.viewing == nil) == (expected == 30))
        #expect(state.shown.server.opsPerSecond == 1000 + expected)
    }

    @Test func theOldestMomentIsTheEnd() {
        var state = Self.watched()
        for _ in 0..<20 { _ = state.press("{") }
        let oldest = second(state)
        #expect(
            oldest <= 0
                && state.notice?.text.hasPrefix("Nothing is known of the time before ") == true)
        _ = state.press("]")
        #expect(second(state) > oldest)
    }

    @Test func nowIsSaidToBeNow() {
        var state = Self.watched()
        _ = state.press("}")
        #expect(state.viewing == nil && state.notice?.text.contains("This is now") == true)
    }

    /// What comes in is recorded, and changes nothing on the screen.
    @Test func theScreenStandsWhileRecordingGoesOn() {
        var state = Self.watched()
        _ = state.press("[")
        let before = state.draw().lines.dropFirst(2)
        for second in 31...40 { Self.look(&state, second) }
        state.feed(.searchHealth(.down("refused")), at: 160)
        #expect(state.draw().lines.dropFirst(2) == before)
        _ = state.press("0")
        #expect(second(state) == 40)
        _ = state.press("[")
        #expect(second(state) == 39)
    }

    @Test func spaceHoldsThePresentAndTheRecordingGoesOn() {
        var state = Self.watched()
        _ = state.press(" ")
        for second in 31...40 { Self.look(&state, second) }
        #expect(second(state) == 30)
        _ = state.press("[")
        #expect(second(state) == 29)
        _ = state.press("0")
        #expect(second(state) == 30 && state.isPaused)
        _ = state.press("[", " ")
        #expect(second(state) == 29 && !state.isPaused)
        _ = state.press("0", "[")
        // Recorded while it was paused.
        #expect(second(state) == 39)
    }

    @Test(arguments: Keymap.bindings.filter(\.mutates).flatMap(\.keys))
    func nothingIsPurgedInThePast(key: KeyPress) {
        var state = Self.watched()
        _ = state.press("[")
        #expect(state.press(key).isEmpty)
        #expect(state.mode == .browsing)
        #expect(
            state.notice?.text
                == "This is the screen of 14:03:51: nothing can be purged in the past. "
                + "0 returns to now.")
        #expect(state.draw().lines.last?.contains("x invalidate") == false)
        _ = state.press("0")
        _ = state.press(key)
        #expect(state.mode != .browsing)
    }

    /// A lost connection is told by the header; the figures of the past are none of its business.
    @Test func thePastOfALostServer() {
        var state = Self.watched()
        _ = state.press("[")
        let before = state.draw().lines.dropFirst(2).dropLast()
        let styles = state.draw().styleLines.dropFirst(2).dropLast()
        state.feed(.link(.lost(why: "refused", retryAt: 160)), at: 155)
        #expect(state.draw().lines.dropFirst(2).dropLast() == before)
        #expect(state.draw().styleLines.dropFirst(2).dropLast() == styles)
        #expect(state.draw().lines[0].contains("lost"))
        #expect(state.draw().lines[1].contains("PAST 14:03:51"))
        _ = state.press("0")
        #expect(state.draw().lines[1].contains("refused"))
    }

    @Test func whatIsWrittenIsTheMomentOnTheScreen() throws {
        var state = Self.watched()
        _ = state.press("{")
        guard case .writeSnapshot(let snapshot)? = state.press("w").first else {
            Issue.record("nothing is written")
            return
        }
        #expect(snapshot.takenAt == Shop.noon.adding(seconds: 20))
        let file = State(
            replaying: try Snapshot(json: try snapshot.json()), size: Size(columns: 120, rows: 39))
        // The banner takes a row of the screen.
        #expect(
            file.draw().lines.dropFirst().dropLast() == state.draw().lines.dropFirst(2).dropLast())
    }

    @Test(arguments: [ScreenTests.small, ScreenTests.wide, Size(columns: 40, rows: 10)])
    func thePast(size: Size) {
        var state = Self.watched(size, looks: 90)
        for _ in 0..<4 { _ = state.press("{") }
        state.expectScreen("past")
    }

    /// The counts of keys came later: they are not drawn into a moment before the sweep.
    @Test func beforeTheFirstSweepThereAreNoKeys() {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.live), at: 100)
        for second in 1...3 { Self.look(&state, second) }
        state.feed(.survey(Shop.survey()), at: 124)
        for second in 4...5 { Self.look(&state, second) }
        #expect(state.draw().lines.contains { $0.contains("swept ") })
        for _ in 0..<3 { _ = state.press("[") }
        #expect(second(state) == 2)
        #expect(state.shown.resources.allSatisfy { $0.keys == nil && $0.ttl == nil })
        #expect(!state.draw().lines.contains { $0.contains("swept ") })
    }
}
