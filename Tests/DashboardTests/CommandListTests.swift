import Metrics
import Screen
import TestSupport
import Testing

@testable import Dashboard

/// The list of what could be typed next, and names that are typed by their beginning.
@Suite struct CommandListTests {
    private static let incidents = [
        ("silent-removal", "a script removes 400 products without announcing it"),
        ("deploy", "a deployment raises version:search"),
        ("wrong-ttl", "a warm script writes wrong lifetimes"),
        ("memory-growth", "pages that no one reads fill the memory"),
        ("stampede", "the trending list is removed every second"),
        ("flush", "someone empties the database"),
    ]

    private func demo(_ size: Size) -> State {
        var setting = Shop.setting()
        setting.incidents = Self.incidents.map { StartFacts.Incident(name: $0.0, what: $0.1) }
        return Shop.busy(size, setting: setting)
    }

    private func typed(_ line: String, _ keys: KeyPress..., in state: inout State) -> [Effect] {
        _ = state.press(":")
        for character in line { _ = state.press(.character(character)) }
        return keys.map { state.press($0) }.last ?? []
    }

    @Test(arguments: [
        Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10),
    ])
    func incidentsAreListedWithWhatTheyAre(size: Size) {
        var state = demo(size)
        _ = typed("incident ", .tab, in: &state)
        let lines = state.draw().lines
        #expect(lines.last == ":incident")
        for (name, what) in Self.incidents.prefix(4) {
            let row = lines.first { $0.hasPrefix(" \(name) ") }
            #expect(row?.contains(what.prefix(16)) == true, "\(lines)")
        }
        // The second Tab takes the first one; nothing was made so far.
        #expect(state.press(.tab) == [])
        #expect(state.draw().lines.last == ":incident silent-removal")
        #expect(state.press(.enter) == [.makeIncident("silent-removal")])
    }

    /// What has no room is counted, and the one that is chosen is on the screen.
    @Test(arguments: [
        Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10),
    ])
    func whatHasNoRoomIsCounted(size: Size) {
        var state = Shop.busy(size)
        _ = typed("purge product ", .tab, in: &state)
        #expect(state.draw().lines.contains { $0.contains(/\+\d+ more$/) })
        for _ in 0..<70 {
            _ = state.press(.tab)
            let lines = state.draw().lines
            let chosen = lines.last?.split(separator: " ").last ?? ""
            #expect(
                lines.dropLast().suffix(4).contains {
                    $0.split(separator: " ").contains(chosen)
                }, "\(chosen): \(lines)")
            #expect(lines.allSatisfy { $0.count <= size.columns })
        }
    }

    @Test func whatFitsNothingIsSaid() {
        var state = demo(ScreenTests.small)
        _ = typed("incident fire", .tab, in: &state)
        #expect(state.draw().lines.contains { $0.contains("Nothing that is known begins so") })
    }

    @Test(
        arguments: [
            ("incident memory", .makeIncident("memory-growth")),
            ("incident s", nil), ("inc off", .endIncidents),
            ("incident me", .makeIncident("memory-growth")),
        ] as [(String, Effect?)])
    func incidentsByTheirBeginning(line: String, effect: Effect?) {
        var state = demo(ScreenTests.wide)
        #expect(typed(line, .enter, in: &state) == [effect].compactMap(\.self))
        if effect == nil {
            #expect(
                state.notice?.text == "'s' may be silent-removal or stampede; type more of it.")
        }
    }

    @Test(arguments: [
        ("export ver", "versions"), ("export ttl-o fac", "ttl-over-facets"),
        ("export missed pro", "missed-keys-product"), ("expo res", "resources"),
    ])
    func listsByTheirBeginning(line: String, name: String) {
        var state = Shop.busy(ScreenTests.wide)
        guard case .export(let file)? = typed(line, .enter, in: &state).first else {
            Issue.record("\(state.notice?.text ?? "")")
            return
        }
        #expect(file.name == name)
    }

    @Test(arguments: [
        ("export ttl", "'ttl' may be ttl-over or ttl-none; type more of it."),
        ("view res", "'res' may be resources, resource:search"),
        ("view nowhere", "no view 'nowhere'"),
    ])
    func whatSeveralBeginWithIsNotGuessed(line: String, words: String) {
        var state = Shop.busy(ScreenTests.wide)
        #expect(typed(line, .enter, in: &state) == [])
        #expect(state.notice?.text.contains(words) == true, "\(state.notice?.text ?? "")")
    }

    @Test func viewsByTheirBeginning() {
        var state = Shop.busy(ScreenTests.wide)
        _ = typed("view mem", .enter, in: &state)
        #expect(state.focus == .memory && state.isExpanded)
        _ = typed("view resource:p", .enter, in: &state)
        #expect(state.view == .resource("product"))
    }
}
