import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// Findings, why a resource misses, and the panels that show insight, as files.
@Suite struct InsightGoldenTests {
    static let sizes = ViewGoldenTests.sizes

    enum Place: String, Sendable, CaseIterable {
        case findings, why, resource, hotKeys, stampedes, versions, ttl, resources

        /// What leads there.
        var keys: [KeyPress] {
            switch self {
            case .findings: ["i"]
            case .why: ["3", .down, .down, .enter, "i"]
            case .resource: ["3", .down, .down, .enter]
            case .hotKeys: ["4", "o"]
            case .stampedes: ["4", "o", "o", "o"]
            case .versions: ["6", "z"]
            case .ttl: ["7", "z"]
            case .resources: ["3", "z"]
            }
        }
    }

    private func state(_ place: Place, _ size: Size, isASCII: Bool = false) throws -> State {
        var setting = Shop.setting()
        setting.isASCII = isASCII
        var state = try MadeInsight.busy(size, setting: setting)
        // A panel without room has the whole screen already.
        let isWhole = Layout(state: state).places.count < PanelID.allCases.count
        for key in place.keys where !(key == "z" && isWhole) { _ = state.press(key) }
        return state
    }

    @Test(arguments: Place.allCases, sizes)
    func inRoles(place: Place, size: Size) throws {
        let canvas = try state(place, size).draw()
        expectGolden(
            canvas.lines + [""] + canvas.styleLines, named: "insight-\(place)-\(size.name)")
    }

    @Test(arguments: Place.allCases, sizes.prefix(2).map { $0 })
    func inASCII(place: Place, size: Size) throws {
        let lines = try state(place, size, isASCII: true).draw().lines
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        expectGolden(lines, named: "insight-\(place)-\(size.name)-ascii")
    }
}
