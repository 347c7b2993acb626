/// When what is removed: the listener's decisions, as a value without a clock.
///
/// Changes are the outbox' ids. They are collected until no more come for a moment, so that a burst is
/// one round and one bump. Each is removed once more 3 s after it was *seen*: that is after its commit,
/// whereas the time a change carries is that of its statement, which may lie long before.
struct ListenSchedule: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A burst is over when nothing came for so long,
    static let quiet = Duration.milliseconds(100)
    /// or has gone on for so long,
    static let patience = Duration.milliseconds(500)
    /// or is so large.
    static let crowd: Int64 = 1000
    /// Redis may have stood still and carry out now what loaders sent it meanwhile: so the second
    /// removal is never sooner after the first than a load may take.
    static let afterFirst = Duration.seconds(2)
    /// Times that are remembered; beyond, later changes share the newest.
    private static let limit = 256

    private struct Mark {
        var upTo: Int64
        /// When these changes were seen; of removed ones, when their second removal is due.
        var time: Instant
    }

    /// All changes up to this id are removed once,
    private(set) var first: Int64
    /// and up to this one twice: nothing of them is left to do.
    private(set) var second: Int64
    private var waiting: [Mark] = []
    private var removed: [Mark] = []
    /// What an earlier run removed once is removed again at once: nobody knows how long it lies back.
    private(set) var leftOver: Int64?

    /// As persisted; `second` is never above `first`.
    init(first: Int64, second: Int64, at now: Instant) {
        self.first = first
        self.second = min(first, second)
        guard self.second < first else { return }
        leftOver = first
        removed = [Mark(upTo: first, time: now + CatalogueInvalidator.secondRemoval)]
    }

    /// Changes that are not removed yet.
    var waitingChanges: Int64 { (waiting.last?.upTo ?? first) - first }
    var secondRemovals: Int64 { first - second }

    /// There are changes up to `newest`.
    mutating func saw(upTo newest: Int64, at now: Instant) {
        guard newest > waiting.last?.upTo ?? first else { return }
        Self.append(Mark(upTo: newest, time: now), to: &waiting)
    }

    /// Up to where to remove now; nil: nothing, or a burst goes on.
    func round(at now: Instant) -> Int64? {
        guard let oldest = waiting.first, let newest = waiting.last else { return nil }
        let isOver =
            now - newest.time >= Self.quiet || now - oldest.time >= Self.patience
            || newest.upTo - first >= Self.crowd
        return isOver ? newest.upTo : nil
    }

    mutating func didRemove(upTo id: Int64, at now: Instant) {
        first = max(first, id)
        while let mark = waiting.first, mark.upTo <= first {
            waiting.removeFirst()
            let due = max(mark.time + CatalogueInvalidator.secondRemoval, now + Self.afterFirst)
            Self.append(Mark(upTo: mark.upTo, time: due), to: &removed)
        }
    }

    mutating func didRemoveLeftOver() { leftOver = nil }

    /// Up to where the second removal is due; nil: nowhere yet.
    func secondRound(at now: Instant) -> Int64? {
        removed.last { $0.time <= now }?.upTo
    }

    mutating func didRemoveAgain(upTo id: Int64) {
        second = max(second, id)
        removed.removeAll { $0.upTo <= second }
    }

    private static func append(_ mark: Mark, to marks: inout [Mark]) {
        if marks.count >= limit { marks.removeLast() }
        marks.append(mark)
    }
}
