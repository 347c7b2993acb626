import Dashboard
import Foundation
import Metrics
import Screen
import Testing

/// What holds of every panel, whichever there are.
@Suite struct PanelKindTests {
    @Test func namesTitlesAndKeysTellThePanelsApart() {
        let all = PanelKind.all
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all.map(\.title)).count == all.count)
        #expect(all.map(\.key) == (1...all.count).map { .character(Character("\($0)")) })
        #expect(all.allSatisfy { !$0.title.isEmpty && !$0.id.rawValue.isEmpty })
    }

    /// What it shows has a name in the file.
    @Test(arguments: PanelKind.all.map(\.id))
    func itsFieldsAreInTheSnapshot(panel: PanelID) throws {
        let kind = try #require(PanelKind.all.first { $0.id == panel })
        let json = try Shop.busy(ScreenTests.wide).shown.json()
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        #expect(!kind.fields.isEmpty)
        for field in kind.fields {
            var value: Any? = root
            for name in field.split(separator: ".") {
                let isList = name.hasSuffix("[]")
                value = (value as? [String: Any])?[isList ? String(name.dropLast(2)) : String(name)]
                if isList { value = (value as? [Any])?.first }
            }
            #expect(value != nil, "\(field)")
        }
    }

    /// By its own key, in every size that draws panels.
    @Test(
        arguments: PanelKind.all.map(\.id),
        [ScreenTests.wide, ScreenTests.small, Size(columns: 40, rows: 10)])
    func itsKeyShowsIt(panel: PanelID, size: Size) throws {
        let kind = try #require(PanelKind.all.first { $0.id == panel })
        var state = Shop.busy(size)
        let hasRoom = Layout(state: state).places[panel] != nil
        #expect(state.press(kind.key).isEmpty)
        #expect(state.focus == panel)
        // One at a time: the digit itself shows it.
        let isSingle = size.columns < 70
        #expect(state.isExpanded == (!hasRoom && !isSingle))
        #expect(state.draw().lines.contains { $0.contains(panel.title) })
    }

    @Test func anExpandedPanelGivesWayToTheNextOne() {
        var state = Shop.busy(ScreenTests.wide)
        _ = state.press("2", .enter, "7")
        #expect(state.focus == .ttl && state.isExpanded)
        #expect(state.draw().lines.contains { $0.contains("TTL left") })
        #expect(!state.draw().lines.contains { $0.contains("2 Memory ") })
    }

    /// Whatever the size, no panel covers another or leaves the body.
    @Test func placesDoNotOverlap() {
        var state = Shop.busy(ScreenTests.wide)
        for columns in 40...140 {
            for rows in 10...45 {
                state.size = Size(columns: columns, rows: rows)
                let layout = Layout(state: state)
                #expect(layout.places[.resources] != nil)
                let cells = layout.places.values.reduce(0) { $0 + $1.width * $1.height }
                let lines = layout.dividers.reduce(0) { $0 + $1.width * $1.height }
                let places = layout.places.values
                #expect(cells + lines <= layout.body.width * layout.body.height)
                for place in places {
                    #expect(place.maxX <= layout.body.maxX && place.maxY <= layout.body.maxY)
                    #expect(
                        places.count {
                            $0.x < place.maxX && place.x < $0.maxX && $0.y < place.maxY
                                && place.y < $0.maxY
                        } == 1, "\(columns)x\(rows)")
                }
            }
        }
    }
}
