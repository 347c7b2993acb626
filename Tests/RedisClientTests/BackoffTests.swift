import RedisClient
import Testing

@Suite struct BackoffTests {
    @Test func doublesUpToTheCapAndBeginsAnew() {
        var backoff = Backoff()
        let waits = (0..<9).map { _ in backoff.next(jitter: 0) }
        #expect(
            waits == [125, 250, 500, 1000, 2000, 4000, 7500, 7500, 7500].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next(jitter: 0) == .milliseconds(125))
    }

    @Test func jitterStaysInTheUpperHalf() {
        var backoff = Backoff(initial: .seconds(1), factor: 3, cap: .seconds(9))
        for step in [1, 3, 9, 9, 9] {
            let wait = backoff.next()
            #expect(wait >= .seconds(step) / 2)
            #expect(wait <= .seconds(step))
        }
    }
}
