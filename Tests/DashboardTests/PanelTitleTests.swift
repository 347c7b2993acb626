import Metrics
import Screen
import Testing

@testable import Dashboard

/// The rules of all panels, at every width and with all that may stand in them.
@Suite struct PanelTitleTests {
    /// What adds words to a rule.
    private enum Trouble: CaseIterable {
        case emptied, gaps, restarted, dropped, memory, baseline, filter, lost, past

        func add(to state: inout State) {
            switch self {
            case .emptied: warn("databaseEmptied", &state)
            case .gaps: warn("eventsLost", &state)
            case .restarted: warn("streamRestarted", &state)
            case .dropped: warn("linesDropped", &state)
            case .memory: warn("memoryFull", &state)
            case .baseline: state.setBaseline()
            case .filter: state.timelineFilter = .operators
            case .lost:
                state.selections[state.focus] = Selection(
                    row: .resource("a-resource-that-is-gone-now"), place: 0)
            case .past: state.shown.events.lagSeconds = 12
            }
        }

        private func warn(_ rule: String, _ state: inout State) {
            state.shown.alerts.append(
                Alert(
                    rule: rule, severity: .warning, value: 1, threshold: 0,
                    since: Shop.noon.adding(seconds: -60), message: "It is so."))
        }
    }

    @Test(arguments: PanelID.allCases)
    func theNumberAndTheNameAreAlwaysThere(panel: PanelID) throws {
        let kind = try #require(PanelKind[panel])
        let name = "\(kind.key.name) \(kind.title)"
        var base = Shop.busy(ScreenTests.wide)
        base.focus = panel
        // None, each, each two, and all.
        let all = Trouble.allCases
        let pairs = all.indices.flatMap { one in all.indices.map { Set([one, $0]) } }
        for combination in Set(pairs + [[], Set(all.indices)]) {
            var state = base
            state.shown.alerts = []
            for index in combination { all[index].add(to: &state) }
            let place = Rect(x: 0, y: 0, width: 80, height: 20)
            let title = PanelView(kind: kind, state: state, isExpanded: false, place: place).title
            let trouble = title.parts.first { $0.rank == .trouble }
            let widths = Array(20...90) + stride(from: 91, through: 200, by: 9)
            let isWhole = widths.allSatisfy { width in
                let (shown, words) = title.fitted(to: width - 2)
                guard shown.string.hasPrefix(name), shown.columns + 2 <= width - 2 else {
                    return false
                }
                guard let least = trouble?.forms.last,
                    DisplayText(name).columns + least.columns + 5 <= width - 2
                else { return true }
                return trouble?.forms.contains { words.string.contains($0.string) } ?? false
            }
            #expect(isWhole, "\(combination): \(title)")
        }
    }

    /// A title of another list is no other panel's.
    @Test(arguments: KeyOrder.List.allCases)
    func theListOfKeysIsNamedAtEveryWidth(list: KeyOrder.List) {
        var state = Shop.busy(ScreenTests.wide)
        state.keyOrder.list = list
        let place = Rect(x: 0, y: 0, width: 40, height: 20)
        let title = PanelView(
            kind: .topKeys, state: state, isExpanded: false, place: place
        ).title
        for width in 20...200 {
            let name = title.fitted(to: width - 2).name.string
            #expect(list.titles.map { "4 \($0)" }.contains(name), "\(width): \(name)")
        }
    }

    /// What a trial found: at 80 columns, with all of this at once, the age of the sweep and the lag still stand.
    @Test func troubleLeavesTheAgesTheirRoom() {
        var state = Shop.busy(ScreenTests.small)
        Trouble.emptied.add(to: &state)
        let rule = state.draw().lines.first { $0.contains("3 Resources") } ?? ""
        for words in ["✖ emptied", "lag ", "swept "] { #expect(rule.contains(words), "\(rule)") }
        for trouble in [Trouble.restarted, .baseline] { trouble.add(to: &state) }
        let full = state.draw().lines.first { $0.contains("3 Resources") } ?? ""
        for words in ["3 Resources", "✖ emptied", "new stream", "swept "] {
            #expect(full.contains(words), "\(full)")
        }
    }
}
