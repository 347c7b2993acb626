/// The misses of one key that wait for the same fill: they have one cause.
struct MissRun: Sendable {
    enum State: UInt8, Sendable {
        case none
        /// Not filled yet: counted as unknown until then, and for ever if that never happens.
        case open
        /// Filled: counted by its cause.
        case closed
        /// The source has no fills, so the first miss was one; counted by its cause.
        case assumed
    }

    var generation = LineageKey.noGeneration
    /// Milliseconds.
    var first: Int64 = 0
    var last: Int64 = 0
    /// Misses up to the fill.
    var count: UInt32 = 1
    /// How many misses it stands for.
    var weight = 0.0
    var state = State.none
    var cause = MissCause.unknown

    var countedAs: MissCause { state == .open ? .unknown : cause }
}
