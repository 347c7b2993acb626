import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// The views as files, at the three sizes.
@Suite struct ViewGoldenTests {
    static let sizes = [ScreenTests.small, ScreenTests.wide, Size(columns: 200, rows: 60)]

    /// Three minutes of polls, so that there is a curve; facets have keys over their policy.
    private func state(_ size: Size) -> State {
        var state = Shop.busy(size)
        for second in stride(from: 2, through: 180, by: 2) {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second * 10)),
                at: 120 + Double(second))
        }
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
        _ = state.press("7", .down, .enter, .down, .down)
        state.expectScreen("view-keys")
    }

    @Test(arguments: sizes)
    func aKey(size: Size) {
        var state = state(size)
        _ = state.open(.key("search:9f3a:v128"))
        var found = KeyInspection(key: Array("search:9f3a:v128".utf8), at: state.serverNow)
        found.pttl = 17_400
        found.type = "string"
        found.bytes = 26_000
        found.idleSeconds = 3
        found.length = 25_880
        found.valueAt = found.at
        found.value = .text(
            #"{"q":"running shoes","total":1204,"items":[{"id":42,"name":"Trail 3","price":11900},"#
                + #"{"id":981,"name":"Road 7","price":12900}"#, isWhole: false)
        found.refused = [
            .encoding: "NOPERM this user has no permissions to run the 'object|encoding' command"
        ]
        state.feed(.inspected(found), at: state.now)
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
