import Metrics
import Screen
import Testing

@testable import Dashboard

/// What a row of the timeline says in little room.
@Suite struct TimelineWordTests {
    private func alert(_ rule: String, _ about: String?, until: Double? = nil) -> TimelineEntry {
        TimelineEntry.atShop(-90, .alert) {
            ($0.rule, $0.about, $0.severity) = (rule, about, .warning)
            $0.subject = about.map { "\(rule) \($0)" } ?? rule
            $0.until = until.map { Shop.noon.adding(seconds: $0) }
        }
    }

    private func lines(_ timeline: [TimelineEntry], _ size: Size = ScreenTests.small) -> [String] {
        var state = Shop.busy(size)
        var shown = state.shown
        (shown.invalidations, shown.timeline) = ([], timeline)
        state.shown = shown
        state.focus = .timeline
        return state.draw().lines
    }

    /// Whatever its room: an alert that is over has ended then, and does not last until then or longer.
    @Test func anEndIsAnEnd() {
        let row = TimelineRow(
            happening: Happening(entry: alert("keysOverTTL", "product", until: -20)), mark: nil)
        let words = TimelineWords(row: row, versions: [], glyphs: .unicode).forms.map(\.string)
        #expect(words.first == "keys over TTL: product, ended 14:03:02 after 1m10s", "\(words)")
        #expect(words.allSatisfy { !$0.contains("over 14") && !$0.contains("over at") })
        #expect(words.allSatisfy { $0.contains("ended") && $0.contains("product") })
    }

    /// At 80x24 what follows from a FLUSH names what it is and what it is about.
    @Test func effectsAreReadInLittleRoom() {
        let flush = TimelineEntry.atShop(-100, .flush) { ($0.subject, $0.keys) = ("FLUSHDB", 2031) }
        let gap = TimelineEntry.atShop(-98, .gap) { $0.subject = GapKind.restarted.rawValue }
        for (effect, words) in [
            (gap, "event stream begun anew"),
            (alert("hitRateLow", "product"), "hit rate low: product"),
            (alert("hitRateUnusual", "product"), "hit rate unusual: product"),
            (alert("counterDrift", "version:search"), "search: counter drift"),
        ] {
            let lines = lines([flush, effect])
            #expect(lines.contains { $0.contains("└ ! \(words)") }, "\(words)\n\(lines)")
        }
    }

    /// The rates of a FLUSH are those of all look-ups.
    @Test func ratesOfAFlushAreOfAll() {
        let flush = TimelineEntry.atShop(-100, .flush) {
            ($0.subject, $0.keys) = ("FLUSHDB", 2031)
            ($0.hitRateBefore, $0.hitRateLowest, $0.hitRateAfter) = (0.9, 0.1, 0.5)
        }
        #expect(flush.rated == "all" && flush.allRated == nil)
        #expect(lines([flush], ScreenTests.wide).contains { $0.contains("all 90.0%→10.0%→50.0%") })
    }

    /// Of several resources the row says whose its rates are: by name, and how many more.
    @Test(
        arguments: [
            (["product"], "product 92.7%→41.0%→88.0%"),
            (["search", "category", "facets"], "search +2 92.7%→41.0%→88.0%"),
        ] as [([String], String)])
    func ratesSayWhoseTheyAre(names: [String], words: String) {
        let purge = TimelineEntry.atShop(-60, .invalidation) {
            ($0.by, $0.via, $0.keys, $0.ratesOf) = ("listener", .observed, 9, names)
            ($0.hitRateBefore, $0.hitRateLowest, $0.hitRateAfter) = (0.927, 0.41, 0.88)
        }
        for size in [ScreenTests.small, ScreenTests.wide] {
            let lines = lines([purge], size)
            #expect(lines.contains { $0.contains(words) }, "\(lines)")
        }
    }
}
