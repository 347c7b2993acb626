/// How long to wait before the next try to connect: doubling up to a cap, with jitter, so that a
/// fleet of dashboards does not come back in step.
///
/// A value without a clock: the owner of the connection sleeps, and resets it once a connection has
/// proved itself. "Equal jitter" (Brooker, AWS Architecture Blog, 2015): a random point in the upper
/// half of the step, so a wait is never near zero and never above the cap.
package struct Backoff: Sendable, Hashable {
    package let initial: Duration
    package let factor: Double
    package let cap: Duration
    private var step: Duration

    package init(
        initial: Duration = .milliseconds(250), factor: Double = 2, cap: Duration = .seconds(15)
    ) {
        self.initial = initial
        self.factor = factor
        self.cap = cap
        step = min(initial, cap)
    }

    /// The wait before the next try.
    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let wait = step * Double.random(in: 0.5...1, using: &generator)
        step = min(step * factor, cap)
        return wait
    }

    /// Begins anew at `initial`.
    package mutating func reset() { step = min(initial, cap) }
}
