import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// An empty list says why it is empty.
@Suite struct EmptyListTests {
    @Test(arguments: [ScreenTests.wide, ScreenTests.small])
    func aFilterThatHidesAllSaysSo(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("/", "z", "z", "z", .enter)
        state.expectScreen("filter-hides-all")
    }

    /// In every list and every form of it, while the text is being typed and after; and how to end it.
    @Test(arguments: [ScreenTests.wide, ScreenTests.small, SizeTests.little, SizeTests.least])
    func noListIsEmptyWithoutAWord(size: Size) {
        // The lists of keys: others keep their rows.
        for kind in [PanelKind.topKeys] {
            for isZoomed in [false, true] {
                var state = Shop.busy(size)
                // Two lists side by side would be read as one here.
                if !isZoomed, size == ScreenTests.small { continue }
                state.focus = kind.id
                _ = state.press("/", "z", "z", "z")
                for _ in 0..<2 {
                    (state.focus, state.isExpanded) = (kind.id, isZoomed)
                    let lines = state.draw().lines
                    let rule = lines.firstIndex { $0.contains(" \(kind.title) ") } ?? 0
                    let below = lines.dropFirst(rule).joined(separator: " ")
                        .split(separator: " ").joined(separator: " ")
                    #expect(below.contains("Esc clears it"), "\(kind.title)\n\(lines)")
                    _ = state.press(.enter)
                    state.notice = nil
                }
            }
        }
    }

    /// Each resource has all its facts at each size, whether the sweep has met its keys or not.
    @Test(arguments: [Size(columns: 100, rows: 30), ScreenTests.wide, Size(columns: 120, rows: 36)])
    func noFactOfATimeToLiveIsLeftOut(size: Size) {
        var state = Scene.panel(.ttl).state(size)
        for name in ["facets", "trending"] {
            let index = state.shown.resources.firstIndex { $0.name == name } ?? 0
            state.shown.resources[index].ttl = nil
        }
        let text = state.draw().lines.joined(separator: "\n")
        let isTall = text.contains("gone in 10 s ")
        #expect(text.contains("Keys gone in 10 s/60 s: search 400/1410") == !isTall, "\(text)")
        let soon = text.matches(of: /gone in 10 s \d/).count
        #expect(soon == (isTall ? 4 : 0), "\(text)")
        for ttl in ["30s", "1m00", "5m00", "10m00", "15m00", "10s"] { #expect(text.contains(ttl)) }
    }

    @Test func aListOfKeysSaysHowToShowThem() {
        var state = Scene.keys.state(ScreenTests.wide)
        _ = state.press("/", "z", "z", "z", .enter)
        #expect(state.draw().lines.contains { $0.contains("hides all keys; Esc clears it") })
    }

    /// Each list, with nothing in it, and why.
    @Test(
        arguments: [
            (nil, false, "no events received so far", "no events received so far"),
            (nil, true, "no misses seen", "no invalidations seen yet"),
            (
                SourceProblem(.refused, "NOPERM"), false, "events not readable",
                "events not readable"
            ),
            (
                SourceProblem(.pending, "There is no stream."), false, "no events received so far",
                "no events received so far"
            ),
            (
                SourceProblem(.notTold, "--events is none"), false, "events not readable",
                "events not readable"
            ),
        ] as [(SourceProblem?, Bool, String, String)])
    func anEmptyListSaysWhy(
        _ problem: SourceProblem?, _ hasHits: Bool, _ topKeys: String, _ timeline: String
    ) {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.live), at: 100)
        var report = Shop.silence()
        report.status.problem = problem
        if hasHits {
            var keys = TopKeys()
            report.tally.beginEntry(at: Shop.noon)
            report.tally.add("hit", "product:1", Shop.grammar, &keys)
        }
        state.feed(.events(report), at: 100)
        state.feed(.sample(Sample(at: Shop.noon, monotonicSeconds: 100)), at: 100)
        let lines = state.draw().lines
        let row = lines.firstIndex { $0.contains("Missed keys") } ?? 0
        #expect(lines[row + 2].contains(topKeys), "\(lines[row + 2])")
        let other = lines.firstIndex { $0.contains("5 Timeline") } ?? 0
        #expect(lines[other + 2].contains(timeline), "\(lines[other + 2])")
    }

    @Test func aTrailThatIsRefusedIsNamed() {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.live), at: 100)
        var report = Shop.silence()
        report.status.problem = SourceProblem(.refused, "NOPERM")
        state.feed(.events(report), at: 100)
        state.feed(
            .sample(
                Sample(
                    at: Shop.noon, monotonicSeconds: 100,
                    problems: [.trail: SourceProblem(.refused, "NOPERM")])), at: 100)
        #expect(state.draw().lines.contains { $0.contains("events and trail not readable") })
    }

    /// A sweep that has met none of a resource's keys yet.
    @Test func beforeTheFirstSweepNothingIsZero() {
        var state = Shop.starting(ScreenTests.wide)
        state.feed(.link(.live), at: 100)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: Shop.noon)
        survey.databaseKeys = 5000
        survey.add(
            Array("product:1".utf8), pttl: 5000, bytes: 100, grammar: Shop.grammar, at: Shop.noon)
        state.feed(.survey(survey), at: 100)
        state.feed(.sample(Sample(at: Shop.noon, monotonicSeconds: 100)), at: 100)
        let lines = state.draw().lines
        #expect(!lines.contains { $0.contains("no keys") || $0.contains("0 B") })
        #expect(lines.contains { $0.contains(" product ") && $0.contains("~5000") })
    }
}
