import Metrics
import Screen
import Testing

@testable import Dashboard

/// The letters on the charts and before the rows of the timeline: each stays with what it was given to.
@Suite struct TimelineLetterTests {
    private func entry(_ second: Double, _ name: String) -> TimelineEntry {
        var entry = TimelineEntry(
            at: Shop.noon.adding(seconds: second), kind: .config, message: name)
        entry.subject = name
        return entry
    }

    private func purge(_ second: Double, by author: String, _ step: RecordedStep)
        -> InvalidationRecord
    {
        var record = InvalidationRecord(
            at: Shop.noon.adding(seconds: second), scope: "\(second)", by: author, via: .observed,
            outcome: .done, message: "seen in the event stream", resources: ["product"])
        record.steps = [step]
        return record
    }

    private func state(_ entries: [TimelineEntry]) -> State {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.invalidations = []
        state.shown.timeline = entries
        return state
    }

    private func letters(_ state: State) -> [String: String] {
        Dictionary(
            state.timelineRows.compactMap { row in
                row.mark.map { (row.entry.subject ?? row.entry.by ?? "", $0.letter) }
            }, uniquingKeysWith: { $1 })
    }

    /// An alert is one some time after it began, and the trail is read after the first polls: what has a letter
    /// keeps it, also in its first seconds.
    @Test func whatIsLearnedOfLaterMovesNoneAtOnce() {
        var state = state((0..<3).map { entry(Double($0), "new\($0)") })
        let before = letters(state)
        var shown = state.shown
        shown.takenAt = shown.takenAt.adding(seconds: 1)
        shown.timeline.insert(entry(1.5, "between"), at: 2)
        shown.timeline.insert(entry(-9, "old"), at: 0)
        shown.timeline.append(entry(7, "last"))
        state.shown = shown
        let after = letters(state)
        for (name, letter) in before { #expect(after[name] == letter, "\(name)") }
        // Of those that became known at once letters go with time.
        let fresh = ["old", "between", "last"].compactMap { after[$0] }
        #expect(fresh.count == 3 && fresh == fresh.sorted(), "\(after)")
    }

    @Test func earlierOnesThatAreLearnedOfLaterMoveNone() {
        var state = state((0..<5).map { entry(Double($0), "new\($0)") })
        let before = letters(state)
        #expect(Set(before.values).count == 5)
        state.shown.takenAt = state.shown.takenAt.adding(seconds: 61)
        for count in 1...12 {
            state.shown.timeline.insert(entry(-100 - Double(count), "old\(count)"), at: 0)
            let after = letters(state)
            for (name, letter) in before { #expect(after[name] == letter, "\(name)") }
            #expect(Set(after.values).count == after.count)
        }
    }

    /// A book of 200 lets its oldest go: nothing else changes.
    @Test func theOldestThatIsForgottenMovesNone() {
        var state = state((0..<9).map { entry(Double($0), "\($0)") })
        let before = letters(state)
        state.shown.timeline.removeFirst(3)
        for (name, letter) in letters(state) { #expect(before[name] == letter) }
    }

    /// What was called A is not called A again: after Z come AA and AB.
    @Test func noLetterIsGivenTwice() {
        var letters = TimelineLetters()
        var happenings: [Happening] = []
        var last: [String: String] = [:]
        var all: Set<String> = []
        for count in 0..<90 {
            happenings.append(Happening(entry: entry(Double(count), "\(count)")))
            letters.give(to: happenings)
            let now = Dictionary(
                happenings.compactMap { one in
                    letters.letter(of: one).map { (one.entry.message, $0) }
                }, uniquingKeysWith: { $1 })
            #expect(now.count == min(26, count + 1) && Set(now.values).count == now.count)
            for (name, letter) in now where last[name] != nil { #expect(last[name] == letter) }
            last = now
            all.formUnion(now.values)
        }
        #expect(all.count == 90 && all.isSuperset(of: ["A", "Z", "AA", "AZ", "BA", "CL"]))
    }

    /// After ZZ comes A, long after it was given to another.
    @Test func afterAllOfThemTheyBeginAnew() {
        var letters = TimelineLetters()
        var happenings: [Happening] = []
        for count in 0..<704 {
            happenings.append(Happening(entry: entry(Double(count), "\(count)")))
            letters.give(to: happenings)
        }
        let newest = happenings.suffix(4).map { letters.letter(of: $0) }
        #expect(newest == ["ZY", "ZZ", "A", "B"])
    }

    /// Rows stand below each other whether their letters are one or two.
    @Test func twoLettersHaveTheirColumns() {
        var state = state([])
        for count in 0..<30 { state.shown.timeline.append(entry(Double(count), "\(count)")) }
        (state.focus, state.isExpanded) = (.timeline, true)
        let rows = state.draw().lines.filter { $0.contains(" 14:03:") && $0.contains(" server ") }
        let places = rows.compactMap { line in
            line.firstRange(of: "server").map {
                line.distance(from: line.startIndex, to: $0.lowerBound)
            }
        }
        #expect(
            rows.contains { $0.hasPrefix(" AA 14:") } && rows.contains { $0.hasPrefix(" Z  14:") })
        #expect(places.count > 10 && Set(places).count == 1, "\(rows)")
    }

    /// A group grows at both ends while its parts become known, and forgets its first records.
    @Test func aGroupKeepsItsLetterWhileItGrows() {
        func record(_ second: Double) -> InvalidationRecord {
            purge(second, by: "shop", .unlink([Array("product:\(second)".utf8)]))
        }
        var state = state([entry(0, "before")])
        func show(_ records: [InvalidationRecord]) {
            var history = History(grammar: Shop.grammar, source: "stream:cache:events")
            for record in records { history.observe(record) }
            let known = history.snapshot(at: Shop.noon, endpoint: "", intervalSeconds: 1)
            var shown = state.shown
            shown.invalidations = known.invalidations
            shown.timeline = [entry(0, "before")] + known.timeline.sorted { $0.at < $1.at }
            state.shown = shown
        }
        show([record(10)])
        let letter = letters(state)["shop"]
        #expect(letter != nil)
        show([record(10), record(12)])
        #expect(letters(state)["shop"] == letter)
        show([record(8), record(10), record(12), record(13)])
        #expect(letters(state)["shop"] == letter)
        let row = state.timelineRows.first { $0.entry.by == "shop" }?.rowID
        state.shown.invalidations.removeFirst(2)
        #expect(letters(state)["shop"] == letter)
        #expect(state.timelineRows.first { $0.entry.by == "shop" }?.rowID == row)
    }

    /// In the past, and in a file that was written of either.
    @Test func thePastAndAFileHaveTheSame() throws {
        var state = state((0..<5).map { entry(Double($0), "new\($0)") })
        state.shown.timeline.insert(entry(-300, "old"), at: 0)
        let before = letters(state)
        let file = try Snapshot(json: try state.written.json())
        #expect(file.timeline.compactMap(\.letter).count == 6)
        #expect(letters(State(replaying: file, size: state.size)) == before)
        // An older file has no letters: they are given anew.
        var older = file
        for index in older.timeline.indices { older.timeline[index].letter = nil }
        #expect(letters(State(replaying: older, size: state.size)).count == 6)
    }

    @Test func aFileWithStrangeLettersIsDrawn() {
        var file = state((0..<3).map { entry(Double($0), "\($0)") }).written
        for (index, letter) in ["", "é", "ABC"].enumerated() {
            file.timeline[index].letter = letter
        }
        let drawn = State(replaying: file, size: ScreenTests.wide)
        #expect(Set(letters(drawn).values).count == 3)
    }

    /// What stands in a row without words is in the help.
    @Test func theHelpSaysWhatItsSignsMean() {
        var state = Shop.busy(Size(columns: 100, rows: 200))
        _ = state.press("?")
        let help = state.draw().lines.joined(separator: "\n")
        #expect(help.contains("│ + ") && help.contains("'with 2 more'"))
        #expect(help.contains("A B C ") && help.contains("newest 26"))
    }
}
