/// Where in a resource's last minute something of it was invalidated, as indices of its seconds.
struct InvalidationMarks: Sendable, Hashable {
    /// By an operator, with a cachetop.
    var ordered: Set<Int> = []
    /// By others, as the event stream reports it: a shop may do so every second.
    var observed: Set<Int> = []

    var isEmpty: Bool { ordered.isEmpty && observed.isEmpty }
}
