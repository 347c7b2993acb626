import Metrics
import Screen
import Testing

@testable import Dashboard

/// What is typed behind `:`: read, completed, remembered.
struct TypedCommandTests {
    private static func scope(_ word: String, _ arguments: String...) -> InvalidationScope? {
        try? InvalidationScope(word, arguments: arguments.map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            ("purge product 42", scope("product", "42").map(TypedCommand.purge)),
            ("purge product 42 43", scope("product", "42", "43").map(TypedCommand.purge)),
            ("pu search", scope("search").map(TypedCommand.purge)),
            ("purge key \"a b\"", scope("key", "a b").map(TypedCommand.purge)),
            ("purge key a\\ b\\\"c", scope("key", "a b\"c").map(TypedCommand.purge)),
            ("purge pattern 'x:*\\'", scope("pattern", "x:*\\").map(TypedCommand.purge)),
            ("goto 03:07", .goto(.timeOfDay(seconds: 11_220))),
            ("goto 23:59:58", .goto(.timeOfDay(seconds: 86_398))),
            ("goto -30m", .goto(.ago(seconds: 1800))), ("goto now", .goto(.present)),
            ("baseline", .baseline(.present)), ("baseline -1.5h", .baseline(.ago(seconds: 5400))),
            ("baseline off", .baseline(nil)),
            ("set interval 5s", .interval(seconds: 5)),
            ("set interval 500ms", .interval(seconds: 0.5)),
            ("mark deploy 42", (try? MarkText("deploy 42")).map(TypedCommand.mark)),
            ("view ttl", .view("ttl")), ("filter  a b", .filter("a b")), ("filter", .filter("")),
            (
                "export ttl-over product.csv",
                ExportRequest(["ttl-over", "product.csv"]).map(TypedCommand.export)
            ),
            ("incident deploy", .incident("deploy")), ("incident off", .incident(nil)),
            ("h", .help), (" quit ", .quit), ("q", .quit),
            // A beginning that only one name has is enough, wherever there is a list.
            ("purge se", scope("search").map(TypedCommand.purge)),
            ("pu pr 42", scope("product", "42").map(TypedCommand.purge)),
            ("PURGE cat shoes", scope("category", "shoes").map(TypedCommand.purge)),
            ("set int 5s", .interval(seconds: 5)), ("goto n", .goto(.present)),
            ("baseline of", .baseline(nil)),
        ] as [(String, TypedCommand?)])
    func isRead(line: String, command: TypedCommand?) throws {
        #expect(try TypedCommand(line) == (try #require(command)))
    }

    @Test(arguments: [
        ("", "Nothing"), ("dance", "no command 'dance'"), ("purge", "SCOPE"),
        ("purge shoes", "no scope 'shoes'"), ("purge product", "one or more IDs"),
        ("purge p 42", "'p' may be product or pattern; type more of it."),
        ("goto", "TIME"), ("goto 24:00", "'24:00' is no time"), ("goto 3:60", "no time"),
        ("goto -x", "no time"), ("goto 1:2:3:4", "no time"), ("goto ٣:07", "no time"),
        ("set interval 10ms", "from 100ms to 1h"), ("set colour red", "interval TIME"),
        ("mark", "no text"), ("view", "NAME"), ("help me", ":help"),
        ("purge key \"a", "not closed"), ("export", "LIST"), ("export a b c d", "LIST"),
        ("export a b.csv c.csv", "LIST"), ("incident", "NAME"), ("baseline 1 2", "off"),
    ])
    func aProblemSaysWhatToType(line: String, words: String) {
        let problem = #expect(throws: TypedCommand.Problem.self) { try TypedCommand(line) }
        #expect(problem?.description.contains(words) == true, "\(problem as Any)")
    }

    /// 2026-11-26T03:07:12Z.
    private static let now = Timestamp(milliseconds: 1_795_662_432_500)

    @Test(arguments: [
        ("03:07", 0, "2026-11-26T03:07:00.000Z"), ("03:08", 0, "2026-11-25T03:08:00.000Z"),
        ("03:07:12", 0, "2026-11-26T03:07:12.000Z"), ("04:07", 3600, "2026-11-26T03:07:00.000Z"),
        ("23:00", -18_000, "2026-11-25T04:00:00.000Z"), ("-5m", 0, "2026-11-26T03:02:12.500Z"),
        ("now", 0, "2026-11-26T03:07:12.500Z"),
        ("2026-11-25T03:07:12Z", 3600, "2026-11-25T03:07:12.000Z"),
        ("2026-11-25T03:07:12.250Z", 0, "2026-11-25T03:07:12.250Z"),
    ])
    func aTimeOfDayIsTheLastThatPassed(text: String, offset: Int, moment: String) throws {
        let typed = try #require(TypedMoment(text))
        #expect(typed.resolved(at: Self.now, utcOffsetSeconds: offset).description == moment)
    }

    @Test func whatIsQuotedIsReadBack() {
        for word in ["plain", "a b", "a\"b", "a\\b", "'", "", "ü 漢"] {
            #expect(TypedWords(TypedWords.quoted(word)).words == [word], "\(word)")
        }
    }

    @Test func candidatesAreRanked() {
        let known: [Proposal] = ["shoes", "sheets", "hose", "horses", "lamps"]
        func words(_ text: String) -> [String] {
            Completion(of: text, among: known).candidates.map(\.word)
        }
        #expect(words("") == known.map(\.word))
        #expect(words("sh") == ["shoes", "sheets"])
        #expect(words("ho") == ["hose", "horses", "shoes"])
        #expect(words("SES") == ["horses", "shoes", "sheets"])
        #expect(words("xyz").isEmpty)
        // A typing error, where nothing is better.
        #expect(words("shose").first == "shoes")
    }

    /// As shells do: what all have in common, and a single one whole.
    @Test(
        arguments: [
            ("", "", nil), ("m", "memory-", nil), ("memory-", "memory-", nil),
            ("me", "memory-", nil), ("memory-l", "memory-leak", "memory-leak"),
            ("d", "deploy", "deploy"), ("x", "x", nil), ("M", "memory-", nil),
            // Nothing begins so, and one has it inside.
            ("ploy", "ploy", "deploy"),
        ] as [(String, String, String?)])
    func whatIsCommonIsCompleted(typed: String, begun: String, only: String?) {
        let completion = Completion(of: typed, among: ["memory-growth", "memory-leak", "deploy"])
        #expect(completion.begun == begun)
        #expect(completion.only?.word == only)
    }

    private func typed(_ keys: [KeyPress], history: [String] = []) -> CommandEntry {
        var entry = CommandEntry()
        for key in keys {
            entry.press(key, history: history) { words in
                switch words {
                case []: ["purge", "goto"]
                case ["purge"]: ["category", "product", "pattern"]
                case ["purge", "category"]: ["shoes", "summer shoes", "summer hats", "shirts"]
                default: []
                }
            }
        }
        return entry
    }

    /// The first Tab lists and takes nothing; the next ones take one after the other.
    @Test func tabListsBeforeItTakes() {
        #expect(typed(["p", .tab]).text == "purge ")
        let listed = typed(["p", .tab, .tab])
        #expect(listed.text == "purge " && listed.proposal == nil)
        #expect(listed.proposals.map(\.word) == ["category", "product", "pattern"])
        #expect(typed(["p", .tab, .tab, .tab]).text == "purge category")
        #expect(typed(["p", .tab, .tab, .tab, .tab]).text == "purge product")
        #expect(typed(["p", .tab, .tab, .backTab]).text == "purge pattern")
        #expect(typed(["p", .tab, .tab, .tab, .backTab]).text == "purge pattern")
        #expect(typed(["p", .tab, "p", .tab]).text == "purge p")
        #expect(typed(["p", .tab, "p", .tab, .tab]).text == "purge product")
    }

    @Test func tabCompletesWordByWord() {
        let shoes = typed(["p", .tab, "c", "a", .tab, "s", "h", .tab])
        #expect(shoes.text == "purge category sh" && shoes.proposals.count > 1)
        // What has a blank is quoted once it is whole.
        #expect(typed(["p", .tab, "c", .tab, "s", "u", .tab]).text == "purge category su")
        #expect(
            typed(["p", .tab, "c", .tab, "s", "u", .tab, .tab]).text
                == "purge category \"summer shoes\"")
        #expect(typed(["p", .tab, "c", .tab, "s", "h", "o", .tab]).text == "purge category shoes ")
        let nothing = typed(["x", .tab])
        #expect(nothing.text == "x" && nothing.hasNoProposal)
        #expect(!typed(["x", .tab, "y"]).hasNoProposal)
        #expect(typed(["p", .tab, "c", .control("w")]).text == "purge ")
    }

    @Test func earlierLinesComeBack() {
        let history = ["goto now", "help"]
        #expect(typed([.up], history: history).text == "help")
        #expect(typed([.up, .up], history: history).text == "goto now")
        #expect(typed([.up, .up, .up], history: history).text == "goto now")
        #expect(typed(["x", .up, .down], history: history).text == "x")
        #expect(typed([.up, "!"], history: history).text == "help!")
        #expect(typed([.down], history: history).text == "")
    }

    // MARK: In the dashboard

    private func typed(_ line: String, in state: inout State) -> [Effect] {
        _ = state.press(":")
        for character in line { _ = state.press(.character(character)) }
        return state.press(.enter)
    }

    @Test func theLineObeysTheSameGuards() {
        var state = Shop.busy(ScreenTests.wide)
        let effects = typed("purge product 42", in: &state)
        #expect(
            effects.contains {
                if case .plan(let scope, _) = $0 { scope.text == "product 42" } else { false }
            })
        guard case .confirming = state.mode else {
            Issue.record("no confirmation")
            return
        }
        var setting = Shop.setting()
        setting.isReadOnly = true
        state = Shop.busy(ScreenTests.wide, setting: setting)
        #expect(typed("purge product 42", in: &state) == [] && state.mode == .browsing)
        #expect(state.notice?.text.contains("Read-only") == true)
        #expect(typed("mark deploy", in: &state) == [])
    }

    @Test func whatIsTypedIsDone() throws {
        var state = Shop.busy(ScreenTests.wide)
        #expect(typed("set interval 5s", in: &state) == [.setInterval(seconds: 5)])
        #expect(typed("mark deploy 42", in: &state) == [.mark(try MarkText("deploy 42"))])
        #expect(typed("view resource:product", in: &state) == [])
        #expect(state.view == .resource("product"))
        #expect(typed("view nowhere", in: &state) == [])
        #expect(state.notice?.text.contains("no view 'nowhere'") == true)
        #expect(typed("filter shoes", in: &state) == [] && state.filter == "shoes")
        #expect(typed("baseline", in: &state) == [] && state.baseline != nil)
        #expect(typed("baseline off", in: &state) == [] && state.baseline == nil)
        #expect(typed("goto -9h", in: &state) == [])
        #expect(state.notice?.text.contains("Nothing is recorded") == true)
        #expect(typed("quit", in: &state) == [.quit])
    }

    @Test func theFooterShowsLineAndProposals() {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.press(":", "p", .tab, .tab)
        var lines = state.draw().lines
        #expect(lines.last == ":purge")
        #expect(lines.dropLast().last?.contains("product  category") == true, "\(lines)")
        _ = state.press(.tab)
        lines = state.draw().lines
        #expect(lines.last?.hasPrefix(":purge product") == true, "\(lines)")
        _ = state.press(.escape)
        #expect(state.mode == .browsing)
    }
}
