/// How far a purge is, after each batch.
package struct InvalidationProgress: Sendable, Hashable {
    /// Keys whose UNLINK was answered, of those that existed when the plan was made.
    package var done: UInt64
    /// Keys that existed when the plan was made.
    package var of: UInt64
    package var removed: UInt64
    /// Since the first command.
    package var seconds: Double
    /// PING's round trip after the last batch, and before the first one.
    package var latencySeconds: Double?
    package var latencyBeforeSeconds: Double?
    /// It has been slowed down for the server's other clients.
    package var isSlowed: Bool

    package init(
        done: UInt64, of: UInt64, removed: UInt64, seconds: Double, latencySeconds: Double? = nil,
        latencyBeforeSeconds: Double? = nil, isSlowed: Bool = false
    ) {
        self.done = done
        self.of = of
        self.removed = removed
        self.seconds = seconds
        self.latencySeconds = latencySeconds
        self.latencyBeforeSeconds = latencyBeforeSeconds
        self.isSlowed = isSlowed
    }

    /// It goes slower than it could, because the server answers slower than before.
    package var isGivingWay: Bool {
        guard let latencySeconds, let latencyBeforeSeconds else { return false }
        return isSlowed && latencySeconds > latencyBeforeSeconds
    }
}
