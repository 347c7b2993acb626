import Dashboard
import Metrics
import Screen
import TestSupport
import Testing

/// What another maxmemory would bring, in the memory panel on the whole screen.
@Suite struct MemoryCurvePanelTests {
    private static let curve = MemoryCurve(
        evictionPolicy: "allkeys-lru", evicts: true, neededBytes: 3 << 30,
        steps: zip([0.25, 0.5, 1, 2, 4], [nil, 0.71, 0.80, 0.88, 0.89]).map { factor, rate in
            MemoryCurve.Step(
                factor: factor, maxBytes: UInt64(factor * Double(2 << 30)), hitRate: rate,
                error: rate.map { _ in 0.001 }, originLoadsPerSecond: nil)
        },
        resources: [
            .init(
                resource: "inventory", bytes: 1 << 20, hitsPerSecondPerMiB: 812, hitRate: 0.9,
                halfHitRate: 0.8, doubleHitRate: 0.95),
            .init(
                resource: "search", bytes: 90 << 20, hitsPerSecondPerMiB: 3.5, hitRate: 0.8,
                halfHitRate: 0.5, doubleHitRate: 0.9),
        ])

    private func lines(_ size: Size, _ change: (inout State) -> Void) -> [String] {
        var state = Shop.busy(size)
        change(&state)
        _ = state.press("2")
        if !state.isExpanded { _ = state.press("z") }
        return state.draw().lines
    }

    @Test(arguments: [ScreenTests.small, ScreenTests.wide])
    func itHasTheSizesWhatBytesBringAndAdvice(size: Size) {
        let text = lines(size) { $0.shown.memoryCurve = Self.curve }.joined(separator: " ")
            .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        for words in [
            "What another maxmemory would bring", "512 MiB -", "1.00 GiB 71.0%",
            "[2.00 GiB 80.0%]", "4.00 GiB 88.0%", "hits/s per MiB inventory 812",
            "4.00 GiB instead of 2.00 GiB would bring +8.0 points (88.0%).",
        ] { #expect(text.contains(words), "\(words): \(text)") }
    }

    @Test func orWhyThatIsNotKnown() {
        let text = lines(ScreenTests.wide) {
            $0.shown.unavailable.append(
                Unavailable(what: "memoryCurve", why: "Redis has no limit.", state: .notTold))
        }.joined(separator: " ")
        #expect(text.contains("would bring is not known: Redis has no limit."))
        #expect(!lines(ScreenTests.wide) { _ in }.joined().contains("another maxmemory"))
    }
}
