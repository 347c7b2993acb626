/// A value that is believed at once the first time, and another one only when it has lasted.
struct Settling<Value: Sendable & Hashable>: Sendable, Hashable {
    private var value: Value?
    private var other: Pending?

    private struct Pending: Sendable, Hashable {
        var value: Value
        var since: Double
    }

    /// - Parameter patience: for how many seconds another one must last.
    /// - Returns: whether it is the one that is believed.
    mutating func settle(on new: Value, at seconds: Double, after patience: Double) -> Bool {
        guard let value, value != new else {
            (self.value, other) = (new, nil)
            return true
        }
        if other?.value != new { other = Pending(value: new, since: seconds) }
        guard let since = other?.since, seconds - since >= patience else { return false }
        (self.value, other) = (new, nil)
        return true
    }
}
