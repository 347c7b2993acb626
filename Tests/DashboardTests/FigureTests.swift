import Metrics
import Screen
import Testing

@testable import Dashboard

/// A number is never drawn as if it were fresh when it is not.
struct FigureTests {
    private static let why = "NOPERM"

    @Test(
        arguments: [
            (.fresh(at: Shop.noon), false, "5", Style.accent),
            (.asOf(Shop.noon, why: why), true, "5", .dim),
        ] as [(SourceState, Bool, String, Style)])
    func aValueShowsItsState(_ source: SourceState, _ isOld: Bool, _ text: String, _ style: Style) {
        let line = Figure("5", source, isOld: isOld).line(.accent)
        #expect(line == Line(DisplayText(text), style))
    }

    @Test(
        arguments: [
            .fresh(at: Shop.noon), .notYet(why: nil), .notTold(why: why), .refused(why: why),
        ] as [SourceState])
    func withoutAValueThereIsADash(_ source: SourceState) {
        let figure = Figure(nil, source, isOld: false)
        #expect(!figure.isKnown && figure.state == source)
        #expect(figure.line(.critical, width: 4) == Line("   -", .dim))
    }

    @Test func readingsKnowTheirSources() {
        var state = Shop.busy(ScreenTests.wide)
        #expect(Readings(state: state).used.line(.accent) == Line("1.42 GiB", .accent))
        state.shown.unavailable = [
            Unavailable(what: "memory", why: Self.why, state: .asOf, asOf: Shop.noon)
        ]
        let used = Readings(state: state).used
        #expect(used.state == .asOf(Shop.noon, why: Self.why))
        #expect(used.line(.accent) == Line("1.42 GiB", .dim))
        state.shown.memory.usedBytes = nil
        #expect(Readings(state: state).used.line(.accent) == Line("-", .dim))
    }

    @Test func curvesReachAsFarAsWasRecorded() {
        var state = Shop.busy(ScreenTests.wide)
        #expect(state.curves.rate(of: nil).seconds == 60)
        for second in stride(from: 1, through: 200, by: 2) {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second)),
                at: 120 + Double(second))
        }
        #expect(state.curves.rate(of: "product").seconds == 300)
        #expect(state.curves.memory.seconds == 300)
        for second in stride(from: 201, through: 400, by: 5) {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second)),
                at: 120 + Double(second))
        }
        #expect(state.curves.memory.seconds == 600)
        #expect(state.curves.memory.values.prefix(40).allSatisfy { $0 == nil })
        for second in stride(from: 401, through: 800, by: 5) {
            state.feed(
                .sample(Shop.sample(second: second, hits: 902_000 + second)),
                at: 120 + Double(second))
        }
        #expect(state.curves.memory.seconds == 1800)
    }
}
