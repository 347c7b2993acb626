import Dashboard
import Metrics
import Screen
import Testing

/// What Enter opens: a resource, a key, the keys that a policy does not expect; and the ways back.
@Suite struct ViewTests {
    static let size = Size(columns: 120, rows: 40)

    private func text(_ state: State) -> String { state.draw().lines.joined(separator: "\n") }

    // MARK: Resources

    @Test func enterOpensTheSelectedResource() {
        var state = Shop.busy(Self.size)
        #expect(state.press("3", .down, .down, .enter).isEmpty)
        #expect(state.view == .resource("product"))
        #expect(state.draw().lines[0].contains(" cachetop  rediss://cache-1:6379/0 > product"))
        for words in ["Hit rate 97.0% in 1 m", "TTL left, policy 1m00", "What happened lately"] {
            #expect(text(state).contains(words), "\(words)")
        }
        _ = state.press(.right)
        #expect(state.view == .resource("category"))
        _ = state.press(.left, .left, .left)
        #expect(state.view == .resource("inventory"))
        _ = state.press(.escape)
        #expect(state.view == .dashboard && !state.isExpanded)
    }

    @Test func withoutASelectionEnterExpandsThePanel() {
        var state = Shop.busy(Self.size)
        _ = state.press("1", .enter)
        #expect(state.view == .dashboard && state.isExpanded)
    }

    /// A digit or Tab leads back to the panels, whatever is open.
    @Test(arguments: ["2", .tab, .backTab] as [KeyPress])
    func panelsCloseTheView(key: KeyPress) {
        var state = Shop.busy(Self.size)
        _ = state.press("3", .down, .enter, key)
        #expect(state.view == .dashboard)
    }

    @Test func aPurgeShowsWhereItIsLate() {
        var state = Shop.busy(Self.size)
        _ = state.press("3", .down, .down, .enter)
        #expect(text(state).contains("If product is purged now, a change shows"))
        // 14:03:22: pages after a minute, the CDN after 60 + 120 s.
        #expect(text(state).contains("pages (ISR) by 14:04:22   CDN by 14:06:22"))
        // What else shows a product: its TTL and what the edge keeps after that.
        for words in [
            "but: search by 14:05:22", "category by 14:23:22", "trending by 15:03:22",
            "everywhere by 15:03:22",
        ] { #expect(text(state).contains(words), "\(words)") }
    }

    @Test func theChartReachesAsFarAsIsChosen() {
        var state = Shop.busy(Self.size)
        _ = state.press("3", .down, .enter)
        #expect(text(state).contains("[1h] 6h 24h m"))
        _ = state.press("m")
        #expect(text(state).contains("1h [6h] 24h m"))
        #expect(text(state).contains("08:03"))
    }

    /// The cursor goes by the chart's columns, the rest of the screen with it, and the chart stays.
    @Test func theCursorStepsThroughTheChart() throws {
        var state = Shop.busy(Self.size)
        for second in 1...200 {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second * 10)),
                at: 120 + Double(second))
        }
        _ = state.press("3", .down, .enter, "[")
        let first = try #require(state.viewing?.at)
        let column = 3600.0 / 113
        #expect(abs(state.serverNow.seconds(since: first) - column) <= 2)
        #expect(text(state).contains("What happened at \(first.timeOfDay(offsetSeconds: 0))"))
        #expect(text(state).contains("cursor \(first.timeOfDay(offsetSeconds: 0))"))
        _ = state.press("[")
        let second = try #require(state.viewing?.at)
        #expect(abs(first.seconds(since: second) - column) <= 2)
        _ = state.press("]", "]")
        #expect(state.viewing == nil)
        _ = state.press("{", "0")
        #expect(state.viewing == nil)
    }

    // MARK: Keys that the policy does not expect

    @Test func theKeysOverPolicyAreTwoStepsAway() throws {
        var state = Shop.busy(Self.size)
        // The first row with such keys, not the first of all.
        _ = state.press("7", .down, .enter)
        #expect(state.view == .keys(.overPolicy, of: "facets"))
        #expect(text(state).contains("facets: over policy, policy 10m00"))
        #expect(text(state).contains("─ 4 keys, as of"))
        let row = try #require(state.draw().lines.first { $0.contains("facets:c0 ") })
        #expect(row.contains("11m40") && row.contains("+1m40") && row.contains("3.91 KiB"))
        // The cursor is on the first one.
        _ = state.press(.enter)
        #expect(state.view == .key("facets:c0"))
        _ = state.press(.escape, .escape)
        #expect(state.view == .dashboard)
    }

    @Test func theResourceListsThemToo() {
        var state = Shop.busy(Self.size)
        state.views = [.resource("facets")]
        #expect(text(state).contains("over policy 4 keys !  longest 11m40"))
        _ = state.press(.down, .enter)
        #expect(state.view == .keys(.overPolicy, of: "facets"))
    }

    @Test func moreThanTheExamplesIsSaid() {
        var survey = KeyspaceSurvey(policy: .standard, startedAt: Shop.noon)
        for id in 0..<1234 {
            let bytes = Array("product:\(id)".utf8)
            survey.add(
                bytes, pttl: 600_000 + Int64(id), bytes: 10, grammar: Shop.grammar, at: Shop.noon)
        }
        survey.seconds = 30
        survey.isComplete = true
        var state = Shop.busy(Self.size)
        state.feed(.survey(survey), at: 121)
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        state.views = [.keys(.overPolicy, of: "product")]
        #expect(text(state).contains("50 of at least 1,234 keys"))
        // Those that live longest.
        #expect(
            state.draw().lines.first { $0.hasPrefix(" product:") }?.hasPrefix(" product:1233 ")
                == true)
    }

    // MARK: A key

    private func opened() -> State {
        var state = Shop.busy(Self.size)
        _ = state.press("4", .down)
        return state
    }

    @Test func enterAsksForTheKey() {
        var state = opened()
        let key = Array("inventory:42".utf8)
        #expect(state.press(.enter) == [.inspect(key, wantsValue: false, usesLFU: false)])
        #expect(state.view == .key("inventory:42"))
        #expect(text(state).contains("asking the server"))
        // And again every two seconds, while it is open.
        func look(_ second: Int) -> [Effect] {
            let sample = Shop.sample(second: second, hits: 902_000)
            return state.update(.observed(.sample(sample), at: 120 + Double(second)))
        }
        #expect(look(1) == [])
        #expect(look(2) == [.inspect(key, wantsValue: false, usesLFU: false)])
        #expect(state.press("v") == [.inspect(key, wantsValue: true, usesLFU: false)])
        _ = state.press(.escape)
        #expect(!look(9).contains(.inspect(key, wantsValue: false, usesLFU: false)))
    }

    @Test func theAnswerIsShown() {
        var state = opened()
        _ = state.press(.enter)
        var found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        found.pttl = 7000
        found.type = "string"
        found.bytes = 900
        found.encoding = "embstr"
        found.idleSeconds = 2
        state.feed(.inspected(found), at: 120)
        for words in [
            "TTL left      7s", "size          900 B", "type          string",
            "encoding      embstr", "use           not used for 2s", "v reads its length",
            "generation    none in the key", " 5 min   90.3k misses",
        ] {
            #expect(text(state).contains(words), "\(words)\n\(text(state))")
        }
        found.value = .text("{\"stock\":3}\u{1B}[2J", isWhole: true)
        found.length = 11
        found.valueAt = found.at
        state.feed(.inspected(found), at: 120)
        #expect(text(state).contains("value         {\"stock\":3}\\x1B[2J"))
        #expect(text(state).contains("length        11 bytes"))
        // A later look without the value keeps it, and says how old it is.
        found.value = nil
        found.length = nil
        found.valueAt = nil
        found.at = found.at.adding(seconds: 4)
        state.feed(.inspected(found), at: 124)
        state.feed(.sample(Shop.sample(second: 4, hits: 901_000)), at: 124)
        #expect(text(state).contains("value         {\"stock\":3}"))
        #expect(text(state).contains("value read    4s ago"))
        #expect(state.shown.inspected?.value == "{\"stock\":3}\u{1B}[2J")
    }

    @Test func whatIsRefusedSaysSoInItsLine() {
        var state = opened()
        _ = state.press(.enter)
        var found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        let words = "NOPERM this user has no permissions to run the 'object|encoding' command"
        found.refused = [.encoding: words]
        state.feed(.inspected(found), at: 120)
        #expect(text(state).contains("encoding      \(words)"))
    }

    /// It stays beside what is asked again every two seconds.
    @Test func whatIsRefusedOfAValueStays() {
        var state = opened()
        _ = state.press(.enter)
        var found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        found.valueAt = found.at
        found.refused = [
            .value: "NOPERM this user has no permissions to run the 'getrange' command"
        ]
        state.feed(.inspected(found), at: 120)
        found.valueAt = nil
        found.refused = [:]
        state.feed(.inspected(found), at: 122)
        #expect(text(state).contains("value         NOPERM this user"))
    }

    @Test func aKeyThatIsGoneSaysSo() {
        var state = opened()
        _ = state.press(.enter)
        var found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        found.pttl = -2
        found.type = "none"
        state.feed(.inspected(found), at: 120)
        #expect(text(state).contains("It was not there when it was asked for at 14:03:22"))
        #expect(state.shown.inspected?.life == .gone)
    }

    @Test func theGenerationIsHeldAgainstItsCounter() {
        var state = Shop.busy(Self.size)
        _ = state.open(.key("search:7:v127"))
        #expect(text(state).contains("generation    v127, counter 128  dead"))
        #expect(text(state).contains("invalidated   14:02:10 by api-2"))
        _ = state.press(.escape)
        _ = state.open(.key("product:981"))
        #expect(text(state).contains("invalidated   14:02:10 by api-2"))
        _ = state.press(.escape)
        _ = state.open(.key("product:1"))
        #expect(text(state).contains("invalidated   not that is known"))
    }

    /// An answer for a key that is not open any more.
    @Test func aLateAnswerIsDropped() {
        var state = opened()
        _ = state.press(.enter, .escape)
        let found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        state.feed(.inspected(found), at: 120)
        #expect(state.shown.inspected == nil)
    }

    @Test func thePastOfAKeyIsNotRecorded() {
        var state = opened()
        state.feed(.sample(Shop.sample(second: 1, hits: 902_000)), at: 121)
        _ = state.press(.enter, "[")
        #expect(text(state).contains("What a key was like is not recorded"))
        #expect(state.press("v").isEmpty)
        _ = state.press("0")
        #expect(text(state).contains("resource      inventory"))
    }

    /// In an opened key a capital letter is about that key.
    @Test func anOpenedKeyFillsTheQuestion() {
        var state = opened()
        _ = state.press(.enter, "P")
        #expect(state.asked == "product 42")
    }

    // MARK: All of them

    @Test func everySizeDraws() {
        let views: [State.View] = [
            .resource("product"), .resource("no such"), .key("product:42"),
            .keys(.overPolicy, of: "facets"), .keys(.withoutExpiry, of: "product"),
        ]
        let shop = Shop.busy(Self.size)
        for view in views {
            for columns in stride(from: 40, through: 210, by: 17) {
                for rows in stride(from: 10, through: 60, by: 5) {
                    var state = shop
                    _ = state.update(.resized(Size(columns: columns, rows: rows)))
                    _ = state.open(view)
                    let lines = state.draw().lines
                    #expect(lines.last?.contains("q quit") == true, "\(columns)x\(rows) \(view)")
                }
            }
        }
    }

    /// The file that `w` writes draws what was known of the key.
    @Test func aFileDrawsTheSame() throws {
        var state = opened()
        _ = state.press(.enter)
        var found = KeyInspection(key: Array("inventory:42".utf8), at: Shop.noon)
        found.pttl = 7000
        state.feed(.inspected(found), at: 120)
        let file = try Snapshot(json: try state.shown.json())
        var copy = State(replaying: file, size: Self.size)
        _ = copy.open(.key("inventory:42"))
        let (live, drawn) = (state.draw().lines, copy.draw().lines)
        #expect(live[1...15] == drawn[1...15])
    }
}
