import Dashboard
import Metrics
import Screen
import Testing

/// The missed keys: of what time, in which order, and what is asked of the server about them.
@Suite struct MissedKeysTests {
    static let size = Size(columns: 120, rows: 40)

    private func record(
        _ keys: inout TopKeys, _ key: String, hits: UInt64 = 0, misses: UInt64, at second: Double
    ) {
        Array(key.utf8).withUnsafeBufferPointer {
            keys.record($0, hits: hits, misses: misses, at: Shop.noon.adding(seconds: second))
        }
    }

    /// `product:1` missed often long ago, `product:2` now.
    private func state() -> State {
        var keys = TopKeys()
        record(&keys, "product:1", hits: 10, misses: 900, at: -1800)
        record(&keys, "product:3", hits: 0, misses: 30, at: -240)
        record(&keys, "product:2", hits: 90, misses: 10, at: -5)
        var state = Shop.busy(Self.size)
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = Shop.noon.adding(seconds: -4000)
        state.feed(
            .events(
                EventReport(
                    tally: EventTally(slots: Shop.grammar.slots), status: status,
                    topKeys: keys.top(50), keySlices: keys.slices, at: Shop.noon)), at: 120)
        state.feed(.sample(Shop.sample(second: 0, hits: 901_900)), at: 120)
        return state
    }

    /// The rows of the panel, which is at the left.
    private func listed(_ state: State) -> [String] {
        state.draw().lines.filter { $0.hasPrefix(" product:") }.compactMap { line in
            line.split(separator: " ").first.map(String.init)
        }
    }

    @Test func theWindowChangesByAKey() {
        var state = state()
        _ = state.press("4")
        #expect(listed(state) == ["product:3", "product:2"])
        #expect(state.draw().lines.contains { $0.contains("last 5 min (m: 1 60 all)") })
        // What misses right now is the first step.
        _ = state.press("m")
        #expect(listed(state) == ["product:2"])
        #expect(state.draw().lines.contains { $0.contains("last 1 min (m: 60 all 5)") })
        _ = state.press("m")
        #expect(listed(state) == ["product:1", "product:3", "product:2"])
        #expect(state.draw().lines.contains { $0.contains("last 60 min") })
        _ = state.press("m")
        #expect(listed(state) == ["product:1", "product:3", "product:2"])
        _ = state.press("m")
        #expect(listed(state) == ["product:3", "product:2"])
    }

    /// How much is known is a moment, not a stretch that could be held against the server's uptime.
    @Test func aWindowThatIsKnownInPartSaysSinceWhen() {
        var state = Shop.busy(Size(columns: 200, rows: 60))
        _ = state.press("4", "m", "m")
        let rule = state.draw().lines.first { $0.contains("4 Missed keys") } ?? ""
        #expect(rule.contains("last 60 min, known since 13:58 (m: all 5 1)"), "\(rule)")
        #expect(!state.draw().lines.contains { $0.contains("so far)") })
    }

    @Test func theOrderChangesByAKey() {
        var state = state()
        _ = state.press("4", "m", "m", "3", "s")
        // The cursor's panel is another one.
        #expect(state.resourceOrder == .lowestRate)
        _ = state.press("4", "s")
        #expect(listed(state) == ["product:3", "product:1", "product:2"])
        _ = state.press("s")
        #expect(listed(state) == ["product:1", "product:2", "product:3"])
    }

    @Test func anEmptyWindowSaysSo() {
        var state = state()
        let later = Shop.noon.adding(seconds: 400)
        state.feed(
            .sample(Sample(at: later, monotonicSeconds: 520, counters: [.value(128), .value(9)])),
            at: 520)
        #expect(state.draw().lines.contains { $0.contains("no misses in the last 5 min") })
        _ = state.press("/", "z", "z", .enter)
        // A search is for keys of any time.
        let lines = state.draw().lines.drop { !$0.contains("4 Missed keys") }
        #expect(lines.dropFirst(2).first?.hasPrefix(" no key known contains 'zz'") == true)
    }

    /// What is on the screen is asked for, every five seconds, and shown with its age taken off.
    @Test func theShownKeysAreMeasured() throws {
        var state = state()
        let keys = ["product:3", "product:2"].map { Array($0.utf8) }
        func look(_ second: Int) -> [Effect] {
            let sample = Shop.sample(second: second, hits: 902_000)
            return state.update(.observed(.sample(sample), at: 120 + Double(second)))
        }
        #expect(look(6) == [.measure(keys)])
        #expect(look(7) == [])
        let at = Shop.noon.adding(seconds: 7)
        state.feed(
            .keyFacts([
                KeyFact(key: keys[0], pttl: 31_000, bytes: 2150, at: at),
                KeyFact(key: keys[1], pttl: -2, bytes: nil, at: at),
            ]), at: 127)
        #expect(look(9) == [])
        let rows = state.draw().lines.filter { $0.hasPrefix(" product:") }
        #expect(rows.first?.contains("2.10 KiB   0m29") == true, "\(rows)")
        #expect(rows.last?.contains("-   gone") == true, "\(rows)")
        let key = state.shown.topKeys.first { $0.key == "product:3" }
        #expect(key?.ttlSeconds == 29 && key?.life == .expires && key?.bytes == 2150)
        #expect(look(12) == [.measure(keys)])
        // Half a minute later it is not known any more.
        _ = look(38)
        #expect(state.shown.topKeys.first { $0.key == "product:3" }?.life == nil)
    }

    /// Not while lost, paused, in the past, or behind another panel.
    @Test func nothingIsAskedOfWhatIsNotShown() {
        func effects(_ change: (inout State) -> Void) -> [Effect] {
            var state = state()
            change(&state)
            return state.update(
                .observed(.sample(Shop.sample(second: 9, hits: 902_000)), at: 140))
        }
        #expect(effects { _ in } != [])
        #expect(effects { _ = $0.press(" ") } == [])
        #expect(effects { _ = $0.press("[") } == [])
        #expect(effects { _ = $0.press("1", .enter) } == [])
        #expect(effects { $0.feed(.link(.lost(why: "x", retryAt: 200)), at: 139) } == [])
    }

    /// A table of the past has the misses of its minute.
    @Test func thePastHasTheMinutesTable() throws {
        var state = state()
        for second in 1...70 {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second)),
                at: 120 + Double(second))
        }
        _ = state.press("[")
        #expect(state.viewing != nil)
        #expect(state.draw().lines.contains { $0.contains("1 min, as of") })
        #expect(state.shown.topKeys.allSatisfy { $0.window(60)?.misses == $0.misses })
        _ = state.press("4", "m")
        #expect(state.notice?.text.contains("ten most missed keys of a minute") == true)
    }
}
