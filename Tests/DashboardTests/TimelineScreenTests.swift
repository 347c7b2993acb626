import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// The timeline: rows of every kind, their marks, the filter, one opened whole.
@Suite struct TimelineScreenTests {
    private static let sizes = [
        ScreenTests.small, ScreenTests.wide, Size(columns: 200, rows: 60),
    ]

    private static func entry(
        _ second: Double, _ kind: TimelineEntry.Kind, until end: Double? = nil,
        _ change: (inout TimelineEntry) -> Void = { _ in }
    ) -> TimelineEntry {
        var entry = TimelineEntry(
            at: Shop.noon.adding(seconds: second),
            until: end.map { Shop.noon.adding(seconds: $0) }, kind: kind, message: "It happened.")
        change(&entry)
        return entry
    }

    private static let unannounced = entry(-600, .unannounced, until: -599) {
        $0.keys = 397
        ($0.from, $0.to) = ("2104", "1707")
        $0.parts = [
            .init(resource: "product", keys: 298), .init(resource: "inventory", keys: 99),
        ]
        ($0.hitRateBefore, $0.hitRateLowest, $0.hitRateAfter) = (0.94, 0.41, 0.938)
        $0.recoveredAt = Shop.noon.adding(seconds: -430)
        $0.message =
            "At least 397 keys went within 1s, and neither an event nor the trail says who removed "
            + "them. In the 11s around it UNLINK was called 400 times and DEL not at all."
    }

    /// A catalogue change of 40 products, at a tenth of a second each.
    private static let change: [InvalidationRecord] = (0..<40).map { number in
        var record = InvalidationRecord(
            at: Shop.noon.adding(seconds: -900 + Double(number) / 10), scope: "purge", by: "shop",
            via: .observed, outcome: .done, message: "seen in the event stream",
            resources: number == 39 ? ["search"] : ["product", "inventory"])
        record.steps =
            number == 39
            ? [.increment("version:search", from: 126, to: 127)]
            : [.unlink([Array("product:\(number)".utf8), Array("inventory:\(number)".utf8)])]
        return record
    }

    /// All kinds, among the shop's own.
    private static func happened(_ size: Size, ascii: Bool = false) -> State {
        var setting = Shop.setting()
        setting.isASCII = ascii
        var state = Shop.busy(size, setting: setting)
        var shown = state.shown
        shown.invalidations = change + shown.invalidations
        shown.timeline =
            [
                entry(-80_000, .invalidation) {
                    ($0.by, $0.via, $0.keys) = ("carol@bastion", .redis, 12_040)
                },
                entry(-3000, .restart) { ($0.from, $0.to) = ("2104", "0") },
                entry(-2900, .config) {
                    ($0.subject, $0.from, $0.to) = ("maxmemory", "0", "2147483648")
                },
                entry(-2500, .evictions, until: -2400) { $0.keys = 1234 },
                entry(-2000, .gap) { $0.subject = "trimmed" },
                entry(-1500, .flush, until: -1499) { ($0.subject, $0.keys) = ("FLUSHDB", 800) },
                entry(-1200, .failover) { ($0.from, $0.to) = ("replica", "primary") },
                unannounced,
                entry(-300, .alert) {
                    ($0.subject, $0.severity) = ("keysOverTTL facets", .warning)
                },
                entry(-200, .mark) { ($0.by, $0.message) = ("ci@runner", "deploy 42") },
                entry(-20, .other),
            ]
        let grouped = InvalidationRecordsOf(shown.invalidations).entries
        shown.timeline = (shown.timeline + grouped).sorted { $0.at < $1.at }
        state.shown = shown
        return state
    }

    /// The entries that a file of these records would get.
    private struct InvalidationRecordsOf {
        let entries: [TimelineEntry]

        init(_ records: [InvalidationRecord]) {
            var history = History(grammar: Shop.grammar, source: "stream:cache:events")
            for record in records { history.observe(record) }
            entries =
                history.snapshot(at: Shop.noon, endpoint: "", intervalSeconds: 1).timeline
        }
    }

    @Test(arguments: sizes)
    func theTimeline(size: Size) {
        var state = Self.happened(size)
        state.focus = .timeline
        state.expectScreen("timeline")
        _ = state.press("5", .enter)
        state.isExpanded = true
        state.expectScreen("timeline-expanded")
    }

    @Test func plainASCII() {
        var state = Self.happened(ScreenTests.small, ascii: true)
        (state.focus, state.isExpanded) = (.timeline, true)
        let lines = state.draw().lines
        expectGolden(lines, named: "timeline-ascii-80x24")
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    /// What is known of keys that went, whole, and the parts of what belongs together.
    @Test(arguments: [ScreenTests.small, ScreenTests.wide])
    func oneIsOpened(size: Size) throws {
        var state = Self.happened(size)
        for (kind, name) in [
            (TimelineEntry.Kind.unannounced, "unannounced"), (.invalidation, "group"),
        ] {
            (state.focus, state.isExpanded) = (.timeline, true)
            let rows = state.timelineRows
            let place = try #require(
                rows.firstIndex { $0.entry.kind == kind && $0.records.count != 1 })
            state.select(place, in: .timeline)
            state.expectScreen("timeline-\(name)")
        }
        // Forty parts don't fit: Enter gives them the panel, the cursor's keys move them, Esc returns.
        _ = state.press(.enter)
        #expect(state.isHappeningOpen)
        #expect(state.draw().lines.contains { $0.contains("40 parts") })
        _ = state.press(.end)
        #expect(state.draw().lines.contains { $0.contains("product:0, inventory:0") })
        _ = state.press(.escape)
        #expect(!state.isHappeningOpen && state.isExpanded)
        // Enter opens and never closes.
        _ = state.press(.enter, .enter)
        #expect(state.isHappeningOpen)
        _ = state.press(.escape, .escape)
        #expect(!state.isHappeningOpen && !state.isExpanded)
    }

    /// The same letters before the rows and on the charts.
    @Test func lettersAreThoseOfTheCharts() {
        let state = Self.happened(ScreenTests.wide)
        let marks = state.chartMarks(
            from: Shop.noon.adding(seconds: -1800), to: Shop.noon)
        let rows = state.timelineRows.filter { $0.entry.at > Shop.noon.adding(seconds: -1800) }
        #expect(marks.count == 8)
        #expect(marks == rows.compactMap(\.mark).reversed())
        #expect(marks.count { $0.letter == "✖" } == 2)
        #expect(Set(marks.map(\.letter)).count == marks.count - 1)
    }

    /// A letter stays with its happening while newer ones come and older ones lose theirs.
    @Test func aLetterStays() throws {
        var state = Self.happened(ScreenTests.wide)
        func letter() -> String? {
            state.timelineRows.first { $0.entry.kind == .mark }?.mark?.letter
        }
        let before = try #require(letter())
        for second in 1...12 {
            state.shown.timeline.append(Self.entry(Double(second), .config))
            #expect(letter() == before)
        }
        let old = state.timelineRows.last
        for second in 13...40 { state.shown.timeline.append(Self.entry(Double(second), .config)) }
        #expect(old?.mark != nil && state.timelineRows.last?.mark == nil)
    }

    @Test func theFilter() {
        var state = Self.happened(Size(columns: 200, rows: 60))
        func rule() -> String { state.draw().lines.first { $0.contains(" Timeline ") } ?? "" }
        #expect(rule().contains("f all | operators | shop"))
        _ = state.press("f")
        #expect(rule().contains("f operators"))
        #expect(
            state.timelineRows.map(\.entry.by) == ["alice@bastion", "ci@runner", "carol@bastion"])
        _ = state.press("f")
        #expect(rule().contains("f shop"))
        #expect(state.timelineRows.map(\.entry.by) == ["api-2", "shop"])
        _ = state.press("f")
        #expect(state.timelineRows.count == 13)
    }

    @Test func anEmptyFilterSaysWhatIsHidden() {
        var state = Shop.busy(ScreenTests.wide)
        state.shown.invalidations = []
        state.shown.timeline = [Self.unannounced]
        _ = state.press("f")
        #expect(state.draw().lines.contains { $0.contains("none of operators, 1 of all (f)") })
    }

    /// In the narrowest place beside another list: who did it, as a name without its host.
    @Test func a80ColumnScreenSaysWho() {
        let lines = Self.happened(ScreenTests.small).draw().lines
        #expect(lines.contains { $0.contains(" by ") && $0.contains(" new by") }, "\(lines)")
        #expect(
            lines.contains { $0.contains(#/ [A-Z] 14:0\d:\d\d +alice +search v\d+.* ~1\d:\d\d$/#) })
    }

    /// Its mark stands beside its colour.
    @Test func everyWarningHasAMark() throws {
        let state = Self.happened(Size(columns: 200, rows: 60))
        for row in state.timelineRows where row.record == nil {
            let words = TimelineWords(
                row: row, versions: state.shown.versions, glyphs: state.glyphs)
            let first = try #require(words.forms.first)
            let isWarning = first.spans.contains { $0.style == .warning }
            #expect(!isWarning || first.string.hasPrefix("! ") || row.happening.isUnclaimed)
        }
    }

    @Test func aSearchFindsResourcesAndRules() {
        var state = Self.happened(ScreenTests.wide)
        for (text, kinds) in [
            ("keysOver", [TimelineEntry.Kind.alert]), ("deploy", [.mark]),
            ("maxmemory", [.config]), ("product:13", []),
        ] {
            state.filter = text
            let found = state.timelineRows.filter(state.isMatch)
            #expect(found.map(\.entry.kind) == kinds, "\(text)")
        }
    }

    /// A file draws what the screen showed.
    @Test func aFileSaysTheSame() throws {
        var state = Self.happened(ScreenTests.wide)
        var copy = State(
            replaying: try Snapshot(json: try state.lettered(state.shown).json()),
            size: ScreenTests.wide)
        for kind in [TimelineEntry.Kind.unannounced, .invalidation] {
            func open(_ state: inout State) {
                (state.focus, state.isExpanded) = (.timeline, true)
                if let place = state.timelineRows.firstIndex(where: { $0.entry.kind == kind }) {
                    state.select(place, in: .timeline)
                }
            }
            open(&state)
            open(&copy)
            #expect(state.draw().lines[2..<39] == copy.draw().lines[2..<39])
        }
    }

    private static let words: [(TimelineEntry, [String])] = [
        (
            unannounced,
            [
                "at least 397 keys gone: product 298, inventory 99",
                "397+ keys gone: product 298", "at least 397 keys gone", "397+ keys gone",
            ]
        ),
        (entry(0, .flush) { $0.subject = "FLUSHALL" }, ["FLUSHALL"]),
        (
            entry(0, .flush) { $0.keys = 12_040 },
            ["all 12,040 keys gone at once", "all keys gone"]
        ),
        (entry(0, .evictions) { $0.keys = 12 }, ["! 12 keys evicted, going on", "! evictions"]),
        (
            entry(0, .evictions, until: 65) { $0.keys = 12 },
            ["12 keys evicted until 14:04:27", "evictions"]
        ),
        (entry(0, .restart), ["! restarted"]),
        (
            entry(0, .failover), ["! another server answers", "! another server"]
        ),
        (
            entry(0, .config) {
                ($0.subject, $0.from, $0.to) = ("maxmemory-policy", "noeviction", "allkeys-lru")
            }, ["maxmemory-policy noeviction→allkeys-lru", "maxmemory-policy changed"]
        ),
        (
            entry(0, .gap) { $0.subject = "restarted" },
            ["! event stream begun anew", "! new stream"]
        ),
        (
            entry(0, .alert, until: 65) {
                ($0.subject, $0.severity) = ("memoryFull", .critical)
            },
            [
                "memory full, ended 14:04:27 after 1m05s", "memory full, ended 14:04:27",
                "memory full, ended 14:04", "memory full, ended 14:04", "memory full, ended",
            ]
        ),
        (
            entry(0, .alert) { ($0.subject, $0.severity) = ("keysOverTTL facets", .warning) },
            ["! keys over TTL: facets", "! facets: keys over TTL", "! facets"]
        ),
    ]

    @Test(arguments: words)
    func inAFewWords(_ entry: TimelineEntry, _ expected: [String]) {
        let row = TimelineRow(happening: Happening(entry: entry), mark: nil)
        let words = TimelineWords(row: row, versions: [], glyphs: .unicode)
        #expect(words.forms.map(\.string) == expected)
    }

    /// A drop is not credited to one of two that may have made it.
    @Test(
        arguments: [
            ("product", 20, .invalidation, 1), ("search", 20, .invalidation, 0),
            ("product", 61, .invalidation, 0), ("product", 20, .mark, 0),
            (nil, 20, .unannounced, 1),
        ] as [(String?, Double, TimelineEntry.Kind, Int)])
    func whoElseMayHaveMadeADrop(
        resource: String?, after: Double, kind: TimelineEntry.Kind, sharers: Int
    ) {
        var one = TimelineEntry(at: Shop.noon, kind: .invalidation, message: "")
        one.resource = "product"
        (one.hitRateBefore, one.hitRateLowest, one.hitRateAfter) = (0.9, 0.4, 0.5)
        var other = TimelineEntry(
            at: Shop.noon.adding(seconds: after), kind: kind, message: "")
        other.resource = resource
        let happenings = [one, other].map { Happening(entry: $0) }
        #expect(happenings.sharers(of: 0) == sharers)
        #expect(happenings.sharers(of: 1) == 0)
        let row = TimelineRow(happening: happenings[0], mark: nil, sharers: sharers)
        let isNamed = row.effect(.unicode)?.first?.string.hasSuffix(", with 1 more")
        #expect(isNamed == (sharers == 1))
    }

    @Test(arguments: [
        (0.0, "14:03:22", "14:03:22"), (-80_000, "-1d15:50", "2026-11-22 15:50:02"),
        (-1_080_000, "-12d 02h", "2026-11-11 02:03:22"),
    ])
    func anotherDayIsNamed(second: Double, short: String, long: String) {
        let state = Shop.busy(ScreenTests.wide)
        #expect(state.shortTime(Shop.noon.adding(seconds: second)) == short)
        #expect(state.longTime(Shop.noon.adding(seconds: second)) == long)
    }
}
