/// A value that is believed at once the first time, and another one only when it has lasted.
///
/// Each change within two minutes of the last one has to last twice as long as that: whatever comes, there are
/// five in three minutes at most. What is urgent never waits longer than the first time.
struct Settling<Value: Sendable & Hashable>: Sendable, Hashable {
    private var value: Value?
    private var other: Pending?
    private var changes = 0
    private var changedAt = -Double.infinity

    private struct Pending: Sendable, Hashable {
        var value: Value
        var since: Double
    }

    /// After so long without a change the next one is as the first.
    private static var memory: Double { 120 }
    private static var mostDoublings: Int { 4 }

    /// - Parameter patience: for how many seconds another one must last, the first time.
    /// - Returns: whether it is the one that is believed.
    mutating func settle(
        on new: Value, at seconds: Double, after patience: Double, isUrgent: Bool = false
    ) -> Bool {
        guard let value, value != new else {
            (self.value, other) = (new, nil)
            return true
        }
        if other?.value != new { other = Pending(value: new, since: seconds) }
        if seconds - changedAt > Self.memory { changes = 0 }
        let doublings = isUrgent ? 0 : min(changes, Self.mostDoublings)
        let wait = (0..<doublings).reduce(patience) { wait, _ in 2 * wait }
        guard let since = other?.since, seconds - since >= wait else { return false }
        believe(new, at: seconds)
        return true
    }

    /// Believes it without waiting.
    mutating func believe(_ new: Value, at seconds: Double) {
        if value != nil, value != new {
            changes += 1
            changedAt = seconds
        }
        (value, other) = (new, nil)
    }
}
