import Metrics
import Testing

@testable import LiveCache

struct RetryAfterTests {
    /// 1994-11-06T08:49:00Z.
    private let now = Timestamp(milliseconds: 784_111_740_000)

    @Test(
        arguments: [
            ("37", "Try again in 37 s."), (" 120 ", "Try again in 120 s."), ("0", "Try again now."),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Try again in 37 s (at 08:49:37 UTC)."),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "Try again in 37 s (at 08:49:37 UTC)."),
            ("Sun Nov  6 08:49:37 1994", "Try again in 37 s (at 08:49:37 UTC)."),
            ("Sun, 06 Nov 1994 08:48:00 GMT", "Try again now."),
            ("-1", nil), ("1.5", nil), ("soon", nil), ("", nil), ("99999999999999999999", nil),
            ("99999999", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 9999 08:49:37 GMT", nil), ("Sun, 06 Nov 19940 08:49:37 GMT", nil),
            ("Sun, xx Nov 1994 08:49:37 GMT", nil), ("٣٧", nil),
        ] as [(String, String?)])
    func isReadAsHTTPHasIt(_ value: String, _ sentence: String?) {
        #expect(RetryAfter(value, date: nil, now: now)?.sentence == sentence)
    }

    /// The server's clock counts, where it tells it: ours may be wrong.
    @Test func aMomentIsOfTheServersClock() {
        let retry = RetryAfter(
            "Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:30 GMT",
            now: Timestamp(milliseconds: 0))
        #expect(retry?.seconds == 7)
    }
}
