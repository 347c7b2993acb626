/// Changes of the catalogue that are in the outbox and not removed from Redis yet.
struct ListenerBacklog: Sendable, Equatable {
    var changes: Int
    /// Age of the oldest; 0 when there is none.
    var lagSeconds: Double
}
