import Metrics
import Screen
import Testing

@testable import Dashboard

/// Why a resource misses and what would help, in its view, on a page of its own and in the table.
@Suite struct WhyTests {
    static let size = Size(columns: 120, rows: 40)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    private func opened(_ name: String, _ size: Size = size) throws -> State {
        var state = try MadeInsight.busy(size)
        state.views = [.resource(name)]
        _ = state.press("i")
        #expect(state.view == .why(name))
        return state
    }

    // MARK: Causes

    @Test func causesHaveSharesCountsAndTheirError() throws {
        let state = try opened("search")
        let lines = state.draw().lines
        let invalidated = try #require(lines.first { $0.hasPrefix(" invalidated") })
        #expect(invalidated.contains(" 52.1%  ") && invalidated.contains(" 6200 "))
        #expect(lines.contains { $0.hasPrefix(" early         0.5%") })
        #expect(
            text(state).contains(
                "4,096 of 11,900 misses were put down to a cause, the counts are scaled; each share "
                    + "± 1.2 points (95 %)."))
        #expect(
            text(try opened("product")).contains("Each of 8,100 misses was put down to a cause."))
    }

    @Test func whereThereAreNoneTheReasonStands() throws {
        #expect(
            text(try opened("category")).contains(
                "not known: The API publishes a sample of its look-ups (n = 10)."))
        #expect(text(try opened("search")).contains("not known: Copies live by another TTL."))
        #expect(text(try opened("facets")).contains("not known: no look-up was read so far."))
    }

    /// A FLUSH takes copies, and the event stream, without an event: what is not known is said to be so by it.
    @Test(arguments: [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24)])
    func aFlushIsWhyCausesAreUnknown(size: Size) throws {
        var state = try opened("search", size)
        #expect(!text(state).contains("FLUSHDB"))
        let from = try #require(state.shown.events.countedFrom)
        state.shown.timeline = [
            TimelineEntry(
                at: from.adding(seconds: -1), kind: .flush, subject: "FLUSHDB", message: "")
        ]
        #expect(!text(state).contains("FLUSHDB"))
        state.shown.timeline.append(
            TimelineEntry(
                at: from.adding(seconds: 5), kind: .flush, subject: "FLUSHDB", message: ""))
        let lines = state.draw().lines
        #expect(lines.contains { $0.hasPrefix(" unknown") && $0.contains("FLUSHDB 1") })
        #expect(text(state).contains("No event says"))
    }

    // MARK: Other times to live

    @Test func thePresentStepIsMarkedAndTheOthersAreCompared() throws {
        let lines = try opened("product").draw().lines
        let now = try #require(lines.first { $0.hasPrefix(" ▸ ") })
        #expect(now.contains(" 1m ") && now.contains(" 97.0% ") && now.contains(" now "))
        let double = try #require(lines.first { $0.hasPrefix("         2m") })
        for words in ["98.8%", "+1.8", "0.2", "53s", "11", "14.0 MiB"] {
            #expect(double.contains(words), "\(words) in \(double)")
        }
        // A point a step, on a scale that is printed: 91, 94.5, 97, 98.8 between 90 and 100.
        #expect(lines.contains { $0.contains("  90%                       100%  ") })
        let points = lines.compactMap { line in
            line.firstIndex(of: "●").map { line.distance(from: line.startIndex, to: $0) }
        }
        #expect(points.dropFirst() == points.dropFirst().sorted()[...] && Set(points).count == 5)
        // What was not read for long enough has no rate, nor a point.
        let unknown = try #require(lines.first { $0.hasPrefix("         4m") })
        #expect(!unknown.contains("●") && !unknown.contains("%"))
        #expect(lines.contains { $0.hasPrefix("     no end       -") })
    }

    @Test func adviceIsOneSentence() throws {
        let state = try opened("product")
        #expect(text(state).contains("Keep 1m: a longer TTL would bring less than 3 points"))
    }

    // MARK: What else is known of its copies

    @Test func expiryHotKeysAndUnreadCopies() throws {
        let state = try opened("product")
        for words in [
            "in 10 s 213, in 60 s -, worst second 14:03:31: 22 keys",
            " 18.2%!    162/s    332 KiB/s  product:42",
            "stampedes: 6 a minute in the last two minutes; worst, product:42: 12 misses in 240 ms at 14:02:50",
            "copies that lived half their TTL or more were never read (these take 1.76 MiB); 4.0%",
            "24.0% ± 4.1 points of ", "Hot keys  last 5m",
            "Written and never read  by the sweep of 14:0",
            "Misses by cause  since 1", "Hit rate by TTL  by look-ups of the last ",
            "Expiry  by the sweep of 14:0",
        ] { #expect(text(state).contains(words), "\(words)\n\(text(state))") }
        #expect(
            text(try opened("category")).contains(
                "! 38.0% of the category keys expire within the same 2 s, at 14:05:10 UTC"))
    }

    /// Down to its last line, in a terminal that has few.
    @Test(arguments: [SizeTests.least, SizeTests.little, ScreenTests.small])
    func itScrolls(size: Size) throws {
        var state = try opened("product", size)
        #expect(!text(state).contains("never even asked for."))
        _ = state.press(.end)
        #expect(text(state).replacing(#/\s+/#, with: " ").contains("never even asked for."))
        _ = state.press(.home)
        #expect(text(state).contains("Misses by cause"))
        _ = state.press(.right)
        #expect(state.view == .why("category"))
    }

    @Test func thePastHasNone() throws {
        var state = Shop.busy(Self.size)
        state.watchThreeMinutes()
        state.views = [.why("product")]
        _ = state.press("[")
        #expect(state.draw().lines.count { $0.hasPrefix(" not recorded") } == 5)
    }

    // MARK: Beside other things

    @Test func aResourceShowsBothWhereThereIsRoom() throws {
        for size in [Self.size, Size(columns: 200, rows: 60)] {
            var state = try MadeInsight.busy(size)
            state.views = [.resource("product")]
            #expect(text(state).contains("─ Why it misses ──"))
            #expect(text(state).contains("8,100 misses, all counted"))
            #expect(text(state).contains("─ Hit rate by TTL ──"))
            #expect(text(state).contains("Keep 1m: a longer TTL would bring"))
        }
        var small = try MadeInsight.busy(ScreenTests.small)
        small.views = [.resource("product")]
        #expect(text(small).contains("/s, 86% expired, 10% cold"))
    }

    @Test func theTableHasTheMainCauseFrom120ColumnsOn() throws {
        let wide = try MadeInsight.busy(Self.size).draw().lines
        #expect(wide.contains { $0.contains(" why it misses ") })
        #expect(wide.contains { $0.hasPrefix(" search ") && $0.contains("  invalidated 52%  ") })
        #expect(wide.contains { $0.hasPrefix(" product ") && $0.contains("  expired 86%  ") })
        let row = try #require(wide.first { $0.hasPrefix(" category ") })
        #expect(!row.contains("cold") && !row.contains("unknown"))
        #expect(
            !text(try MadeInsight.busy(ScreenTests.small)).contains("why it misses"))
    }

    /// While nothing is known of any resource others have its columns; once it was, it stays.
    @Test func theColumnComesWithTheFirstCause() throws {
        var state = Shop.busy(Self.size)
        func heading() -> String {
            state.draw().lines.first { $0.hasPrefix(" resource ") } ?? ""
        }
        #expect(!heading().contains("why it misses"))
        #expect(heading().contains(" p90 ") && heading().contains(" edge"), "\(heading())")
        try MadeInsight.fill(&state.shown)
        #expect(heading().contains(" why it misses "))
        for index in state.shown.resources.indices { state.shown.resources[index].missCauses = nil }
        #expect(heading().contains(" why it misses "))
    }

    @Test func theWholePanelHasTheCausesAndTheSums() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("3", "z")
        #expect(text(state).contains("52% invalidated, 33% expired"))
        #expect(text(state).contains("The server counted 380 more."))
        state.shown.reconciliation = nil
        #expect(!text(state).contains("The server counted"))
    }
}
