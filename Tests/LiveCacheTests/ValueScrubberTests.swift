import Metrics
import Testing

@testable import LiveCache

/// What is shown of a value is harmless also where the cut goes through a secret.
struct ValueScrubberTests {
    private func shown(_ text: String, isWhole: Bool) -> KeyInspection.Value {
        ValueScrubber(isAllowed: true, secrets: ["correct-horse"])
            .scrubbed(Array(text.utf8), isWhole: isWhole)
    }

    @Test(arguments: [
        ("a short text", true, "a short text"),
        ("see redis://user:hunter2", false, "see redis://"),
        ("see https://shop/api/v1", false, "see https://shop/api/v1"),
        ("price 12, eyJhbGciOiJIUzI1", false, "price 12, "),
        ("price 12, EUR", false, "price 12, EUR"),
    ])
    func theCutShowsNoSecret(text: String, isWhole: Bool, shown: String) {
        #expect(self.shown(text, isWhole: isWhole) == .text(shown, isWhole: isWhole))
    }

    @Test func ownSecretsWithholdTheValue() {
        guard case .withheld = shown("x correct-horse y", isWhole: true) else {
            Issue.record("it is shown")
            return
        }
    }
}
