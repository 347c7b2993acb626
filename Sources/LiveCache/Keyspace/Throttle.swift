/// Passes a value on at once, and then at most every tenth of a second: a screen draws no faster.
struct Throttle {
    let seconds: Double
    private var passedAt = -Double.infinity

    init(seconds: Double = 0.1) { self.seconds = seconds }

    mutating func isDue(_ now: Double = ServerClock.monotonicSeconds()) -> Bool {
        guard now - passedAt >= seconds else { return false }
        passedAt = now
        return true
    }
}
