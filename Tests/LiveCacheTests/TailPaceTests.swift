import Testing

@testable import LiveCache

/// How often a stream is asked for what has come.
struct TailPaceTests {
    /// Reads that bring so many bytes, a tenth of a second apart.
    @Test(arguments: [
        (100, Duration.milliseconds(250)), (5000, .milliseconds(250)), (64_000, .milliseconds(50)),
        (200_000, .milliseconds(30)), (0, .milliseconds(30)),
    ])
    func theMoreComesTheSoonerItReads(bytes: Int, pause: Duration) {
        var pace = TailPace()
        var batch = StreamCursor.Batch()
        batch.entries = 1
        batch.bytes = bytes
        _ = pace.pause(after: batch, isFull: false, now: 5)
        let found = pace.pause(after: batch, isFull: false, now: 5.1)
        #expect(abs((found - pause) / .milliseconds(1)) < 1)
        #expect(pace.pause(after: batch, isFull: true, now: 5.2) == .milliseconds(1))
    }
}
