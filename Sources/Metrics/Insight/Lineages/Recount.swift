/// Misses that are counted by another cause than before.
struct Recount: Sendable, Hashable {
    var from: MissCause
    var to: MissCause
    var weight: Double
}
