import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The question for an identifier: known names complete it, an unknown one is asked for twice.
@Suite struct QuestionTests {
    static let size = Size(columns: 120, rows: 40)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    private func scope(_ effects: [Effect]) -> InvalidationScope? {
        effects.lazy.compactMap {
            if case .plan(let scope, _) = $0 { scope } else { nil }
        }.first
    }

    @Test func theMostUsedNameIsTwoKeysAway() {
        var state = Shop.busy(Self.size)
        _ = state.press("C")
        // The one with look-ups stands first, then those of the sweep.
        #expect(text(state).contains("161 names seen, look-ups since 13:58 at least"))
        #expect(scope(state.press(.down, .enter)) == .category(Array("shoes".utf8)))
    }

    /// How many keys a name has is more than of when the count is.
    @Test(arguments: [40, 41, 42, 43, 44, 45, 46, 48, 50, 60, 79]) func keysAreCountedAtEverySize(
        columns: Int
    ) {
        var state = Shop.busy(Size(columns: columns, rows: 10))
        _ = state.press("C")
        #expect(text(state).contains(/look-ups +keys/), "\(columns)")
    }

    @Test(
        arguments: [
            ([.tab], "shoes"), ([.tab, .tab], "c0"), ([.tab, .tab, .backTab], "shoes"),
            ([.down, .down, .up], "shoes"), ([.down, .up], ""),
            (["c", "1", "5", "9", .tab], "c159"),
            (["s", "h", .tab], "shoes"), (["s", "h", .tab, .tab], "sh"),
            // A typing error, and letters from the middle.
            (["s", "h", "o", "o", "s", .tab], "shoes"), (["o", "e", .tab], "shoes"),
            // What is edited is what was chosen.
            ([.tab, .backspace], "shoe"), ([.tab, .control("u")], ""),
            (["z", "z", "z", .tab], "zzz"),
        ] as [([KeyPress], String)])
    func tabAndArrowsChoose(keys: [KeyPress], name: String) {
        var state = Shop.busy(Self.size)
        _ = state.press("C")
        for key in keys { _ = state.press(key) }
        #expect(state.asked == "category \(name)")
    }

    @Test func aNameThatNothingHasNeedsASecondLook() {
        var state = Shop.busy(Self.size)
        #expect(state.press("C", "b", "o", "g", "s", .enter) == [])
        #expect(text(state).contains("Not in any key (swept"))
        #expect(text(state).contains("Enter again plans it anyway."))
        #expect(text(state).contains("Enter plans it anyway  Esc leaves"))
        #expect(!text(state).contains("Enter shows the plan"))
        // Edited, it is another name.
        #expect(state.press("x", .enter) == [])
        #expect(scope(state.press(.enter)) == .category(Array("bogsx".utf8)))
    }

    @Test func withoutASweepNothingIsDoubted() {
        var state = Shop.starting(Self.size)
        state.feed(.link(.live), at: 100)
        _ = state.press("C")
        #expect(text(state).contains("the keys are still being looked at"))
        #expect(scope(state.press("b", .enter)) == .category(Array("b".utf8)))
    }

    /// What is shown with escapes is sent as the bytes that it is.
    @Test func aNameThatIsNoTextIsChosenByItsBytes() {
        var state = Shop.busy(Self.size)
        var survey = KeyspaceSurvey(policy: .standard, startedAt: Shop.noon)
        let slug: [UInt8] = [0xFF, 0x1B]
        survey.add(
            Array("category:".utf8) + slug, pttl: 1, bytes: 1, grammar: Shop.grammar,
            at: Shop.noon)
        survey.isComplete = true
        state.feed(.survey(survey), at: 120)
        _ = state.press("C", .tab, .tab)
        #expect(state.asked == "category \\xFF\u{1B}")
        #expect(text(state).contains("\\xFF\\u001B") || text(state).contains("\\xFF"))
        #expect(scope(state.press(.enter)) == .category(slug))
        // The same characters, typed, are another name.
        _ = state.press(.escape, "C")
        for character in "\\xFF" { _ = state.press(.character(character)) }
        #expect(state.press(.enter) == [])
    }

    @Test func aSelectedKeyOfAnyBytesFillsItsOwnIn() {
        var state = Shop.busy(Self.size)
        state.focus = .topKeys
        _ = state.press(.down, "x", .end, .up, .enter)
        #expect(state.asked == "key inventory:42")
        #expect(scope(state.press(.enter)) == .key(Array("inventory:42".utf8)))
    }

    /// `P` and `42` on the row of another product is 42, not both numbers in a row.
    @Test func whatIsTypedReplacesAProposal() {
        var state = Shop.busy(Self.size)
        state.focus = .topKeys
        _ = state.press(.down, "I")
        #expect(state.asked == "inventory 42")
        _ = state.press("7", "1")
        #expect(state.asked == "inventory 71")
        // Once it is edited it is the operator's own.
        _ = state.press(.escape, "I", .backspace, "3")
        #expect(state.asked == "inventory 43")
    }

    @Test(arguments: [
        Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10),
    ])
    func theQuestionFits(size: Size) {
        var state = Shop.busy(size)
        _ = state.press("C", "c", "1", .tab)
        expectGolden(state.draw().lines, named: "completion-\(size.name)")
        #expect(text(state).contains("Esc leaves"))
        _ = state.press("x", "y", "z", .enter)
        expectGolden(state.draw().lines, named: "completion-unseen-\(size.name)")
        #expect(text(state).contains("Enter plans it anyway  Esc leaves"))
    }

    // MARK: The command line

    private func typed(_ line: String, in state: inout State) -> [Effect] {
        _ = state.press(":")
        for character in line { _ = state.press(.character(character)) }
        return state.press(.enter)
    }

    @Test func theLineCompletesFromTheSameNames() {
        var state = Shop.busy(Self.size)
        _ = state.press(":")
        for character in "purge category sho" { _ = state.press(.character(character)) }
        _ = state.press(.tab)
        #expect(state.draw().lines.last?.hasPrefix(":purge category shoes") == true)
        #expect(scope(state.press(.enter)) == .category(Array("shoes".utf8)))
        _ = state.press(.escape, ":")
        for character in "purge product 42 119" { _ = state.press(.character(character)) }
        _ = state.press(.tab)
        #expect(state.draw().lines.last?.hasPrefix(":purge product 42 119") == true)
        #expect(text(state).contains("\n 119  1190  1191"))
    }

    @Test func theLineDoubtsLikeTheQuestion() {
        var state = Shop.busy(Self.size)
        #expect(typed("purge category shoos", in: &state) == [.flushTypeAhead])
        #expect(state.asked == "category shoos")
        #expect(text(state).contains("Not in any key"))
        #expect(scope(state.press(.enter)) == .category(Array("shoos".utf8)))
        _ = state.press(.escape)
        // A pattern is no name: its plan says what it takes.
        #expect(
            scope(typed("purge pattern xyz:*", in: &state)) == .pattern(Array("xyz:*".utf8)))
    }

    // MARK: Lists as files, and incidents

    @Test(
        arguments: [
            ("export ttl-over facets", "./cachetop-ttl-over-facets-20261123T140322Z.csv", 5),
            ("export ttl-over facets.csv", "facets.csv", 5),
            ("export ttl-over facets a/b.csv", "a/b.csv", 5),
            ("export ttl-none product", "./cachetop-ttl-none-product-20261123T140322Z.csv", 1),
            ("export versions", "./cachetop-versions-20261123T140322Z.csv", 3),
            ("export resources all.csv", "all.csv", 7),
            (
                "export missed-keys product", "./cachetop-missed-keys-product-20261123T140322Z.csv",
                2
            ),
        ] as [(String, String, Int)])
    func aListIsWritten(line: String, path: String, lines: Int) {
        var state = Shop.busy(Self.size)
        let effects = typed(line, in: &state)
        guard case .export(let file)? = effects.first else {
            Issue.record("\(effects), \(state.notice?.text ?? "")")
            return
        }
        #expect(file.path == path)
        #expect(String(decoding: file.bytes, as: UTF8.self).split(separator: "\r\n").count == lines)
    }

    @Test(arguments: [
        ("export nothing", "no list 'nothing'"),
        ("export ttl-over nowhere", "no resource 'nowhere'"),
        ("export ttl-over", "Say of which resource"),
        ("export versions product", "of all resources"),
        ("incident deploy", "in the demo only"),
    ])
    func whatCannotBeWrittenIsSaid(line: String, words: String) {
        var state = Shop.busy(Self.size)
        #expect(typed(line, in: &state) == [])
        #expect(state.notice?.text.contains(words) == true, "\(state.notice?.text ?? "")")
    }

    @Test func theListOfTheResourceOnTheScreenIsMeant() {
        var state = Shop.busy(Self.size)
        _ = typed("view resource:facets", in: &state)
        guard case .export(let file)? = typed("export ttl-over", in: &state).first else {
            Issue.record("no export")
            return
        }
        #expect(file.name == "ttl-over-facets")
    }

    @Test func theDemoMakesItsIncidents() {
        var setting = Shop.setting()
        setting.incidents = [.init(name: "deploy", what: "a deployment raises version:search")]
        var state = Shop.busy(Self.size, setting: setting)
        #expect(typed("incident deploy", in: &state) == [.makeIncident("deploy")])
        #expect(state.notice?.text == "Incident deploy: a deployment raises version:search.")
        #expect(typed("incident off", in: &state) == [.endIncidents])
        #expect(typed("incident fire", in: &state) == [])
        #expect(state.notice?.text.contains("choose one of deploy") == true)
        #expect(typed("inc dep", in: &state) == [.makeIncident("deploy")])
        #expect(typed("incident o", in: &state) == [.endIncidents])
        _ = state.update(.incidentsEnded(.success("Ended: deploy. No key is left.")))
        #expect(state.notice?.text == "Ended: deploy. No key is left.")
        setting.isReadOnly = true
        state = Shop.busy(Self.size, setting: setting)
        #expect(typed("incident deploy", in: &state) == [])
        #expect(state.notice?.text.contains("Read-only") == true)
    }
}
