/// Seconds since it was made, on a monotonic clock.
package struct Stopwatch: Sendable {
    private let began = ContinuousClock.now

    package init() {}

    package var seconds: Double {
        let (seconds, attoseconds) = began.duration(to: .now).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
