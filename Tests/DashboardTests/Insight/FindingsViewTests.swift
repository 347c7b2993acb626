import Metrics
import Screen
import Testing

@testable import Dashboard

/// What stands out, on the screen: in which order, with what beside it, and where Enter leads.
@Suite struct FindingsViewTests {
    static let size = Size(columns: 120, rows: 40)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    /// All that can be scrolled into view, a space between words.
    private func everything(_ state: State) -> String {
        var state = state
        var texts = [text(state)]
        for _ in 0..<60 {
            _ = state.press(.down)
            texts.append(text(state))
        }
        return texts.joined(separator: " ").replacing(#/[│ \n]+/#, with: " ")
    }

    @Test func theMostImportantComesFirstWithEvidenceAndNextStep() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("i")
        #expect(state.view == .findings)
        let lines = state.draw().lines
        let first = try #require(lines.firstIndex { $0.hasPrefix("  1 ") })
        #expect(lines[first].contains("!") && lines[first].contains("12.0% of the look-ups"))
        #expect(lines[first...].contains { $0.hasPrefix("      seen  ") })
        #expect(lines[first...].contains { $0.hasPrefix("      sure  certain: it was counted") })
        #expect(lines[first...].contains { $0.hasPrefix("      next  Let the API read") })
        let words = everything(state)
        for finding in state.shown.findings {
            #expect(words.contains(finding.message), "\(finding.message)")
            #expect(words.contains(finding.advice), "\(finding.advice)")
        }
        #expect(state.shown.findings.count > 5)
    }

    /// In a terminal in which one finding is more than a page.
    @Test(arguments: [SizeTests.least, SizeTests.little, ScreenTests.small])
    func nothingIsCutInLittleRoom(size: Size) throws {
        var state = try MadeInsight.busy(size)
        _ = state.press("i")
        let words = Set(everything(state).split(separator: " "))
        for finding in state.shown.findings {
            for word in "\(finding.message) \(finding.advice)".split(separator: " ") {
                #expect(words.contains(word), "\(word) of \(finding.message)")
            }
        }
    }

    @Test(
        arguments: [
            (.keysOverPolicy, "product", nil, .view(.keys(.overPolicy, of: "product"))),
            (.neverExpires, "product", nil, .view(.keys(.withoutExpiry, of: "product"))),
            (.missesMost, "search", nil, .view(.why("search"))),
            (.longerTTL, "product", nil, .view(.why("product"))),
            (.writtenUnread, "category", nil, .view(.why("category"))),
            (.expiryCliff, "category", nil, .view(.why("category"))),
            (
                .counterStorm, "search", "version:search",
                .panel(.versions, row: .counter("version:search"))
            ),
            (
                .deadGenerations, nil, "version:search",
                .panel(.versions, row: .counter("version:search"))
            ),
            (.memoryFills, nil, nil, .panel(.memory, row: nil)),
            (.unexplainedLookups, nil, nil, .panel(.resources, row: nil)),
            (.flushed, nil, nil, .panel(.timeline, row: nil)),
            (.hotKey, "product", "product:42", .keys(.lookups, key: "product:42")),
            (.stampedes, "product", "product:42", .keys(.stampedes, key: "product:42")),
        ] as [(FindingRule, String?, String?, FindingPlace)])
    func enterLeadsToWhereItCanBeSeen(
        rule: FindingRule, resource: String?, subject: String?, place: FindingPlace
    ) throws {
        var state = try MadeInsight.busy(Self.size)
        var finding = Finding(
            .warning, resource: resource, subject: subject, evidence: [:], message: "It is so.",
            advice: "Do this.")
        finding.rule = rule.name
        state.shown.findings = [finding]
        #expect(state.place(of: finding) == place)
        _ = state.press("i", .enter)
        switch place {
        case .view(let view): #expect(state.view == view)
        case .panel(let panel, let row):
            #expect(state.view == .dashboard && state.focus == panel && state.isExpanded)
            #expect(row == nil || state.selections[panel]?.row == row)
        case .keys(let list, let key):
            #expect(state.focus == .topKeys && state.keyList == list)
            #expect(state.selections[.topKeys]?.row == key.map { .key($0) })
        }
    }

    /// Each rule that there is leads somewhere else than to the findings themselves.
    @Test(arguments: FindingRule.all.map(\.name))
    func everyRuleHasAPlace(rule: String) throws {
        let state = try MadeInsight.busy(Self.size)
        var finding = Finding(.info, evidence: [:], message: "m", advice: "a")
        finding.rule = rule
        #expect(!state.place(of: finding).words.isEmpty)
    }

    @Test func theSameKeyAndEscapeLeadBack() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("i", "i")
        #expect(state.view == .dashboard)
        _ = state.press("i", .escape)
        #expect(state.view == .dashboard)
        // From a view that was opened from the findings, back to them.
        state.views = [.findings, .why("product")]
        _ = state.press(.escape)
        #expect(state.view == .findings)
    }

    @Test func alertsLeadThere() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("a")
        #expect(text(state).contains("i findings, "))
        _ = state.press("i")
        #expect(state.mode == .browsing && state.view == .findings)
    }

    @Test func aCommandOpensThem() throws {
        var state = try MadeInsight.busy(Self.size)
        func type(_ text: String) {
            _ = state.press(":")
            for character in text { _ = state.press(.character(character)) }
            _ = state.press(.enter)
        }
        type("explain")
        #expect(state.view == .findings)
        type("explain product")
        #expect(state.view == .why("product"))
        type("explain nothing")
        #expect(state.notice?.text.contains("no resource 'nothing'") == true)
    }

    @Test func anEmptyListSaysForHowLongWasWatched() {
        var state = Shop.busy(Self.size)
        state.shown.findings = []
        state.shown.events.observedSeconds = 752
        _ = state.press("i")
        #expect(text(state).contains("Nothing to report; look-ups of 12m32s were read."))
        #expect(text(state).contains("Not judged yet"))
        state.shown.events.observedSeconds = nil
        #expect(text(state).contains("Nothing to report; no look-ups were read."))
    }

    @Test func whatCouldNotBeJudgedHasItsReason() throws {
        var state = try MadeInsight.busy(Self.size)
        _ = state.press("i")
        let words = everything(state)
        for words2 in [
            "why look-ups miss: category: The API publishes a sample of its look-ups (n = 10).",
            "what another TTL would bring: search: Copies live by another TTL.",
        ] { #expect(words.contains(words2), "\(words)") }
    }

    @Test func thePastHasNone() throws {
        var state = Shop.busy(Self.size)
        state.watchThreeMinutes()
        _ = state.press("i", "[")
        #expect(text(state).contains("is not recorded; 0 returns to now"))
        // Nor has a file that was written there.
        var copy = State(replaying: try Snapshot(json: try state.written.json()), size: Self.size)
        _ = copy.press("i")
        #expect(text(copy).contains("is not recorded"))
        _ = state.press("0")
        #expect(!text(state).contains("is not recorded"))
    }

    /// It is opened for what matters most now, wherever the cursor was before; there the cursor stays first.
    @Test(arguments: [ScreenTests.small, Self.size]) func itOpensAtTheTop(size: Size) throws {
        var state = try MadeInsight.busy(size)
        _ = state.press("i", .down, .down, "i", "i")
        #expect(state.selection(in: state.cursor) == 0)
        #expect(state.draw().lines.contains { $0.hasPrefix("  1 ") })
        state.shown.findings.insert(state.shown.findings.removeLast(), at: 0)
        state.followNewest()
        #expect(state.selection(in: state.cursor) == 0)
        // Where it was moved to it goes with its finding.
        _ = state.press(.down)
        let chosen = state.selections[state.cursor]?.row
        state.shown.findings.insert(state.shown.findings.removeLast(), at: 0)
        state.followNewest()
        #expect(state.selections[state.cursor]?.row == chosen)
    }

    @Test func theFooterNamesTheKeyOnce() throws {
        for size in [ScreenTests.small, Self.size, Size(columns: 200, rows: 60)] {
            var state = try MadeInsight.busy(size)
            #expect(state.draw().lines.last?.contains(" i why ") == true)
            _ = state.press("3", .down, .enter)
            let footer = state.draw().lines.last ?? ""
            #expect(footer.ranges(of: " i why ").count == 1, "\(footer)")
        }
    }
}
