/// Passes a value on at once, and then at most every tenth of a second: a screen draws no faster.
package struct Throttle: Sendable {
    let seconds: Double
    private var passedAt = -Double.infinity

    package init(seconds: Double = 0.1) { self.seconds = seconds }

    /// - Parameter now: in seconds of any clock that is not set.
    package mutating func isDue(_ now: Double) -> Bool {
        guard now - passedAt >= seconds else { return false }
        passedAt = now
        return true
    }

    /// Nothing is due before `rest` seconds from now on.
    package mutating func wait(_ rest: Double, from now: Double) { passedAt = now + rest - seconds }
}
