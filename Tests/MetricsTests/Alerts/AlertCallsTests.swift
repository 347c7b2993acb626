import FoundationEssentials
import Testing

@testable import Metrics

/// What the command of `--on-alert` is told, and when.
struct AlertCallsTests {
    private func change(
        _ event: AlertChange.Event, _ rule: AlertRule = .keysOverTTL,
        of subject: String? = "product"
    ) -> AlertChange {
        AlertChange(
            event,
            Alert(
                rule: rule.name, severity: .warning, subject: subject, value: 4, threshold: 0,
                since: start, message: "product has \u{1b}[31m 4 keys."),
            until: event == .ended ? moment(9) : nil)
    }

    private func told(_ step: AlertCalls.Step) -> [AlertChange.Event]? {
        if case .call(let call) = step { call.changes.map(\.event) } else { nil }
    }

    @Test func oneCallAMinuteOfEachRule() {
        var calls = AlertCalls()
        #expect(calls.next(at: 0) == .idle)
        calls.add([change(.began), change(.began, of: "search")])
        #expect(told(calls.next(at: 0)) == [.began, .began])
        #expect(calls.next(at: 0) == .idle)
        calls.add([change(.worsened)])
        calls.add([change(.began, .memoryFull, of: nil)])
        // Another rule does not wait for it.
        #expect(told(calls.next(at: 10)) == [.began])
        #expect(calls.next(at: 10) == .wait(seconds: 50))
        // What follows meanwhile takes its place.
        calls.add([change(.ended)])
        #expect(told(calls.next(at: 60)) == [.ended])
        #expect(calls.next(at: 61) == .idle)
    }

    @Test func itsOwnFailureIsNotPassedOn() {
        var calls = AlertCalls()
        calls.add([change(.began, .onAlertFails)])
        #expect(calls.next(at: 0) == .idle)
    }

    @Test func itIsBounded() {
        var calls = AlertCalls()
        calls.add((0..<1000).map { change(.began, of: "\($0)") })
        #expect(told(calls.next(at: 0))?.count == AlertCalls.mostOfRule)
    }

    @Test func theDocument() throws {
        let call = AlertCall(rule: "keysOverTTL", changes: [change(.began), change(.ended)])
        let text = String(
            decoding: try call.json(at: moment(10), endpoint: "redis://cache-1:6379/0"),
            as: UTF8.self)
        #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
        #expect(text.contains(#""schema":"cachetop.alert/1""#))
        #expect(text.contains(#""at":"2023-11-14T22:13:30.000Z""#))
        #expect(text.contains(#""event":"began""#) && text.contains(#""until":null"#))
        #expect(text.contains(#""until":"2023-11-14T22:13:29.000Z""#))
        // Nothing that a terminal would obey.
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }
}
