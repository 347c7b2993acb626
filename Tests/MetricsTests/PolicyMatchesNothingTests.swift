import Testing

@testable import Metrics

struct PolicyMatchesNothingTests {
    /// Keys, whether the sweep has come to its end, and whether that is an alert.
    @Test(
        arguments: [
            (["cart:1"], true, true), (["cart:1", "product:1"], true, false), ([], true, false),
            (["version:search", "cache:events", "cachetop:audit"], true, false),
            (["cart:1"], false, false),
        ] as [([String], Bool, Bool)])
    func onlyKeysOfOthersAreAnAlert(_ keys: [String], _ isComplete: Bool, _ isAlert: Bool) {
        var history = History.standard
        var survey = KeyspaceSurvey(policy: .standard, startedAt: start)
        for key in keys {
            survey.add(bytes(key), pttl: 1000, bytes: 60, grammar: history.grammar, at: start)
        }
        survey.isComplete = isComplete
        history.observe(survey)
        let alerts = history.snapshot().alerts.filter { $0.rule == "policyMatchesNothing" }
        #expect(alerts.isEmpty != isAlert)
        #expect(alerts.first?.message.contains("policy check") ?? true)
    }
}
