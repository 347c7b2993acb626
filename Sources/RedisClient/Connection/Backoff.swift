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

    /// The wait before the next try. `jitter` is 0 for the shortest, half a step, to 1 for a whole
    /// one.
    package mutating func next(jitter: Double = .random(in: 0...1)) -> Duration {
        let wait = step * (0.5 + 0.5 * jitter)
        step = min(step * factor, cap)
        return wait
    }

    /// Begins anew at `initial`.
    package mutating func reset() { step = min(initial, cap) }
}
