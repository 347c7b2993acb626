import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// While an invalidation is under way, and when it has ended.
@Suite struct RunningTests {
    let size = Size(columns: 120, rows: 40)
    let progress = InvalidationProgress(
        done: 6500, of: 12_040, removed: 6498, seconds: 1.2, latencySeconds: 0.0003,
        latencyBeforeSeconds: 0.0002, isSlowed: true)

    private func running(_ size: Size? = nil) throws -> State {
        var state = Shop.busy(size ?? self.size)
        state.begin(try Plans.category())
        #expect(
            state.running
                == State.Running(scope: Plans.categoryScope, keys: 12_040, isStoppable: true))
        return state
    }

    private func record(
        _ outcome: InvalidationRecord.Outcome = .done, stopped: Bool = false
    ) -> InvalidationRecord {
        InvalidationRecord(
            id: "a", at: Shop.noon, scope: "category shoes", by: "me@here", via: .redis,
            outcome: outcome, message: "removed 1,500 keys.", resources: ["category"],
            keysPlanned: 12_040, keysRemoved: 1500, keysAlreadyGone: stopped ? 2 : 0,
            stoppedEarly: stopped, durationSeconds: 1.5)
    }

    @Test func progressIsShownBelowTheLivePanels() throws {
        var state = try running()
        #expect(state.update(.progressed(progress)).isEmpty)
        #expect(state.running?.progress == progress)
        let last = state.draw().lines.last ?? ""
        #expect(last.hasPrefix(" category shoes  "))
        let text =
            " 6,500 of 12,040     1s left  ping 0.3 ms (before 0.2 ms)  Esc stops between batches"
        #expect(last.hasSuffix(text))
        #expect(state.mode == .browsing)
    }

    @Test(arguments: [120, 100, 80, 60, 40])
    func progressFitsEveryWidth(columns: Int) throws {
        var state = try running()
        _ = state.update(.progressed(progress))
        _ = state.update(.resized(Size(columns: columns, rows: 24)))
        let last = state.draw().lines.last ?? ""
        #expect(last.contains("6,500 of 12,040") && last.contains("Esc stops"), "\(last)")
        #expect(last.hasPrefix(columns > 40 ? " category shoes " : " cate…oes "), "\(last)")
    }

    @Test func escapeStopsOnce() throws {
        var state = try running()
        state.isExpanded = true
        #expect(state.press(.escape) == [.stopInvalidation])
        #expect(state.running?.isStopping == true)
        #expect(state.isExpanded)
        #expect(state.draw().lines.last?.contains("stopping after this batch") == true)
        // The second has its old meaning.
        #expect(state.press(.escape).isEmpty)
        #expect(!state.isExpanded)
    }

    /// After the last batch the engine looks at what came of it.
    @Test func whatIsAllSentCanNotBeStopped() throws {
        var state = try running()
        _ = state.update(
            .progressed(InvalidationProgress(done: 12_040, of: 12_040, removed: 1, seconds: 2)))
        #expect(state.press(.escape).isEmpty)
        #expect(state.draw().lines.last?.contains("verifying the result") == true)
        #expect(state.press("q") == [.quit])
    }

    /// A dialog that is open is what Escape leaves.
    @Test func escapeInTheHelpStopsNothing() throws {
        var state = try running()
        #expect(state.press("?", .escape).isEmpty)
        #expect(state.running?.isStopping == false)
    }

    @Test func whatIsSentAtOnceCanNotBeStopped() throws {
        var state = Shop.busy(size)
        state.begin(try Plans.product())
        #expect(state.draw().lines.last?.hasPrefix(" Sending product 42") == true)
        #expect(state.press(.escape).isEmpty)
        #expect(state.press("q") == [.quit])
    }

    @Test(arguments: Keymap.bindings.filter(\.mutates).flatMap(\.keys))
    func oneAtATime(key: KeyPress) throws {
        var state = try running()
        #expect(state.press(key).isEmpty)
        #expect(state.mode == .browsing)
        let lines = state.draw().lines
        let text = " One at a time: category shoes is not done yet; Esc stops it."
        #expect(lines.dropLast().last == text)
        #expect(lines.last?.contains("of 12,040") == true)
    }

    @Test func quittingAsksAndStops() throws {
        var state = try running()
        #expect(state.press("q") == [.flushTypeAhead])
        #expect(state.mode == .leaving)
        #expect(state.press("n").isEmpty)
        #expect(state.mode == .browsing && state.running?.isStopping == false)
        #expect(state.press("q", "q") == [.stopInvalidation, .quit])
        state = try running()
        #expect(state.press(.control("c")) == [.stopInvalidation, .quit])
        state = try running()
        _ = state.update(.resized(Size(columns: 30, rows: 5)))
        #expect(state.press("q") == [.stopInvalidation, .quit])
    }

    @Test func anOutcomeTakesThePlaceOfTheQuestion() throws {
        var state = try running()
        _ = state.press("q")
        #expect(state.update(.invalidated(record())) == [.flushTypeAhead, .sweepSoon])
        #expect(state.mode == .browsing)
        #expect(state.running == nil)
        #expect(state.press("q") == [.quit])
    }

    @Test func leavingIsDrawn() throws {
        var state = try running(Size(columns: 80, rows: 24))
        _ = state.update(.progressed(progress))
        expectGolden(state.draw().lines, named: "running-80x24")
        _ = state.press("q")
        expectGolden(state.draw().lines, named: "leaving-80x24")
    }

    @Test(
        arguments: [
            (.done, "category shoes: removed 1,500 keys.", Style.good),
            (.notDone, "NOT done, category shoes: removed 1,500 keys.", .critical),
            (.unknown, "Outcome unknown, category shoes: removed 1,500 keys.", .warning),
            (.refused, "NOT done, category shoes: removed 1,500 keys.", .critical),
            (.accepted, "Accepted, category shoes: removed 1,500 keys.", .plain),
        ] as [(InvalidationRecord.Outcome, String, Style)])
    func theOutcomeIsSaid(
        outcome: InvalidationRecord.Outcome, text: String, style: Style
    ) throws {
        var state = try running()
        let record = record(outcome)
        // What may have removed keys asks for a sweep.
        let effects: [Effect] = record.changedSomething ? [.sweepSoon] : []
        #expect(state.update(.invalidated(record)) == effects)
        #expect(state.running == nil)
        #expect(state.notice?.text == text)
        #expect(state.notice?.style == style)
        #expect(state.shown.invalidations.contains { $0.id == "a" })
        #expect(state.draw().lines.last == " " + text)
    }

    @Test func stoppedIsSaidWithHowFarItCame() throws {
        var state = try running()
        _ = state.update(.invalidated(record(.notDone, stopped: true)))
        #expect(
            state.notice?.text
                == "category shoes stopped: removed 1,500 of 12,040, 2 already gone.")
        #expect(state.notice?.style == .warning)
    }

    @Test func aTrailThatLacksItIsSaid() throws {
        var state = try running()
        var record = record()
        record.trailProblem = "The trail was not written: disk full."
        _ = state.update(.invalidated(record))
        #expect(state.notice?.style == .warning)
        #expect(state.notice?.text.hasSuffix("keys. The trail was not written: disk full.") == true)
    }

    /// At night the end of the sentence is what matters: what to do.
    @Test func aLongOutcomeIsNotCut() throws {
        var state = try running(Size(columns: 80, rows: 24))
        var record = record(.notDone)
        record.message =
            "Nothing was sent. UNLINK was refused: READONLY You can't write against a read only "
            + "replica. This Redis is a replica: connect to its primary (10.0.0.7:6379)."
        _ = state.update(.invalidated(record))
        let lines = state.draw().lines
        #expect(lines.count == 24)
        #expect(lines.suffix(3).joined() == " " + (state.notice?.text ?? ""))
    }
}
