import Metrics
import Screen
import Testing

@testable import Dashboard

/// What an operator has to know is on the screen in some form, whatever else there is.
@Suite struct FindingTests {
    /// A shop in which chance decides what is wrong; some have more resources than rows.
    private func shop(_ seed: UInt64, _ size: Size = ScreenTests.small) -> State {
        var dice = Dice(seed)
        var state = Shop.busy(size)
        var resources = state.shown.resources
        for copy in 0..<Int.random(in: 0...12, using: &dice) {
            guard var more = resources.randomElement(using: &dice) else { continue }
            more.name = "more\(copy)"
            resources.append(more)
        }
        for index in resources.indices {
            let isWrong = Bool.random(using: &dice)
            resources[index].ttl?.overPolicy = isWrong ? Int.random(in: 1...5000, using: &dice) : 0
            resources[index].ttl?.withoutExpiry =
                Bool.random(using: &dice) ? Int.random(in: 1...99, using: &dice) : 0
        }
        state.shown.resources = resources
        state.shown.alerts = []
        state.shown.addMissingAlerts()
        for rule in AlertRule.all where Int.random(in: 0...3, using: &dice) == 0 {
            guard state.shown.alert(rule) == nil else { continue }
            state.shown.alerts.append(
                Alert(
                    rule: rule.name, severity: Bool.random(using: &dice) ? .warning : .critical,
                    subject: "thing", value: Double.random(in: 0...9999, using: &dice),
                    message: "Something of \(rule.name) happened. Do this."))
        }
        return state
    }

    /// Each rule's alerts are there in words, in a word, or, where there are very many, counted.
    @Test(arguments: 1...60)
    func eachAlertIsInTheSecondRow(seed: Int) {
        let state = shop(UInt64(seed))
        let line = state.draw().lines[1]
        let urgent = state.shown.urgentAlerts
        #expect(line.hasPrefix(" \(urgent.count) alert"))
        var groups: [String: [Alert]] = [:]
        for alert in urgent { groups["\(alert.rule) \(alert.severity)", default: []].append(alert) }
        let named = groups.values.count { group in
            group.contains { line.contains($0.gist) || line.contains(" \($0.word)") }
        }
        let hidden = line.firstMatch(of: #/\+(\d+) more/#).flatMap { Int($0.1) } ?? 0
        #expect(named + hidden >= groups.count, "\(line)")
        #expect(groups.count > 5 || hidden == 0, "\(line)")
        #expect(line.count <= 80 && line.hasSuffix(" a all"))
    }

    /// Their counts are in the table, or added up below it.
    @Test(arguments: 1...60)
    func keysThatShouldNotBeThereAreCounted(seed: Int) {
        let state = shop(UInt64(seed))
        let lines = state.draw().lines
        let note = lines.first { $0.contains(" more: ") || $0.firstMatch(of: #/↑\d+.*: /#) != nil }
        var hidden = (over: 0, none: 0)
        for resource in state.shown.resources {
            let (over, none) = (resource.ttl?.overPolicy ?? 0, resource.ttl?.withoutExpiry ?? 0)
            if let row = lines.first(where: { $0.hasPrefix(" \(resource.name) ") }) {
                #expect(over == 0 || row.contains(" \(over)!"), "\(row)")
                #expect(none == 0 || row.contains(" \(none)!"), "\(row)")
            } else {
                hidden.over += over
                hidden.none += none
            }
        }
        #expect(hidden.over == 0 || note?.contains("\(hidden.over) over!") == true)
        #expect(hidden.none == 0 || note?.contains("\(hidden.none) without expiry!") == true)
    }

    @Test func theWorstHasTheMostWords() {
        var state = Shop.busy(ScreenTests.small)
        state.shown.alerts = [
            Alert(rule: "memoryFull", severity: .critical, value: 0.97, message: "Full. Act."),
            Alert(
                rule: "keysOverTTL", severity: .warning, subject: "facets", value: 4, message: "F."),
            Alert(
                rule: "keysOverTTL", severity: .warning, subject: "search", value: 9, message: "S."),
            Alert(rule: "unheardOf", severity: .warning, message: "It is odd. Look at it."),
        ]
        let line = state.draw().lines[1]
        #expect(
            line.hasPrefix(
                " 4 alerts  ✖ memory 97.0% full  ! facets, search: over TTL  ! It is odd "),
            "\(line)"
        )
    }

    // MARK: Empty names

    /// Redis allows a key without a name.
    @Test func anEmptyKeyNameIsShownAsOne() {
        var state = Shop.busy(ScreenTests.wide)
        var key = state.shown.topKeys[0]
        key.key = ""
        state.shown.topKeys = [key]
        state.shown.unclassified.examples = [""]
        let lines = state.draw().lines
        #expect(lines.contains { $0.hasPrefix(" \"\"  ") && $0.contains("90.3k") })
        #expect(lines.contains { $0.hasPrefix(" other keys") && $0.contains("  e.g. \"\" ") })
        _ = state.press("4", .down, .enter)
        #expect(state.draw().lines[0].contains(" > \"\" "))
        #expect(state.draw().lines.contains { $0.hasPrefix("─▸\"\" ──") })
    }
}
