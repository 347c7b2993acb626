import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The views as files, at the three sizes.
@Suite struct ViewGoldenTests {
    static let sizes = [ScreenTests.small, ScreenTests.wide, Size(columns: 200, rows: 60)]

    private func state(_ size: Size) -> State {
        var state = Shop.busy(size)
        state.watchThreeMinutes()
        return state
    }

    @Test(arguments: sizes)
    func aResource(size: Size) {
        var state = state(size)
        _ = state.press("3", .down, .down, .enter)
        state.expectScreen("view-resource")
    }

    @Test(arguments: sizes)
    func aResourceInThePast(size: Size) {
        var state = state(size)
        _ = state.press("3", .down, .enter, "[")
        state.expectScreen("view-resource-past")
    }

    @Test(arguments: sizes)
    func keysOverPolicy(size: Size) {
        var state = state(size)
        _ = state.press("7", .enter, .down)
        state.expectScreen("view-keys")
    }

    @Test(arguments: sizes)
    func aKey(size: Size) {
        var state = state(size)
        state.openInspectedKey()
        state.expectScreen("view-key")
    }

    @Test func aResourceInASCII() {
        var setting = Shop.setting()
        setting.isASCII = true
        for size in [ScreenTests.small, ScreenTests.wide] {
            var state = Shop.busy(size, setting: setting)
            _ = state.press("3", .down, .down, .enter)
            let lines = state.draw().lines
            expectGolden(lines, named: "view-resource-ascii-\(size.name)")
            #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
        }
    }
}
