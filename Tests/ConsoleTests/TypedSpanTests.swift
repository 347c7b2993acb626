import Console
import Metrics
import Testing

@Suite struct TypedSpanTests {
    @Test(
        arguments: [
            ("500ms", 0.5), ("1s", 1), ("1.5s", 1.5), ("5m", 300), ("2h", 7200), ("1d", 86_400),
            ("0", 0), ("7", 7), ("3650d", TypedSpan.longestSeconds), ("3651d", nil), ("", nil),
            ("s", nil), ("m", nil), ("1w", nil), ("-1s", nil), ("1e3", nil), ("infs", nil),
            ("nan", nil), ("1 m", nil), ("1..5", nil), ("9999999d", nil), ("٣", nil),
        ] as [(String, Double?)])
    func aTimeIsRead(text: String, seconds: Double?) {
        #expect(TypedSpan.seconds(text) == seconds)
        #expect(TypedSpan(argument: text)?.seconds == seconds)
    }
}
