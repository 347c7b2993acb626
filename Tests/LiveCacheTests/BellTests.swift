import Synchronization
import Testing

@testable import LiveCache

@Suite(.timeLimit(.minutes(1))) struct BellTests {
    private static let forever = Duration.seconds(3600)

    @Test func aRingIsKeptForTheNextWait() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        #expect(await bell.wait(Self.forever))
        // One was kept, not two.
        #expect(await bell.wait(.milliseconds(1)) == false)
        bell.ring()
        bell.silence()
        #expect(await bell.wait(.milliseconds(1)) == false)
    }

    @Test func aRingEndsTheWait() async {
        let bell = Bell()
        async let rang = bell.wait(Self.forever)
        bell.ring()
        #expect(await rang)
    }

    @Test(arguments: [Duration.zero, .microseconds(1), .milliseconds(20)])
    func theTimeEndsTheWait(duration: Duration) async {
        let began = ContinuousClock.now
        #expect(await Bell().wait(duration) == false)
        #expect(.now - began >= duration)
    }

    @Test func cancellingEndsTheWait() async {
        let bell = Bell()
        let waiting = Task { await bell.wait(Self.forever) }
        waiting.cancel()
        #expect(await waiting.value == false)
        // Cancelled before it began, too.
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await bell.wait(Self.forever)
        }
        #expect(await late.value == false)
    }

    /// Each wait ends by its own ring or its own time, never by what is left of another.
    @Test func manyWaitsAndRings() async {
        let bell = Bell()
        let isOver = Mutex(false)
        let ringing = Task.detached {
            while !isOver.withLock({ $0 }) {
                bell.ring()
                await Task.yield()
            }
        }
        for index in 0..<2000 {
            let began = ContinuousClock.now
            let rang = await bell.wait(.milliseconds(index % 3))
            if !rang { #expect(.now - began >= .milliseconds(index % 3)) }
        }
        isOver.withLock { $0 = true }
        await ringing.value
    }
}
