/// When what is removed: the listener's decisions, as a value without a clock.
///
/// Changes are the outbox' ids. A product's own copies are removed at once; what many changes have in common
/// (lists, the search counter) at most once a second. Each is removed once more 3 s after it was *seen*: that
/// is after its commit, whereas the time a change carries is that of its statement, which may lie long before.
struct ListenSchedule: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// From one removal of what changes have in common to the next.
    static let pause = Duration.seconds(1)
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

    /// Of all changes up to this id the products' own copies are removed,
    private(set) var own: Int64
    /// up to this one everything is removed once,
    private(set) var first: Int64
    /// and up to this one twice: nothing of them is left to do.
    private(set) var second: Int64
    private var waiting: [Mark] = []
    private var removed: [Mark] = []
    /// What an earlier run removed once is removed again at once: how long ago that was is not known.
    private(set) var leftOver: Int64?
    /// When what they have in common was removed last; nil: never.
    private var sharedAt: Instant?

    /// As persisted; `second` is never above `first`.
    init(first: Int64, second: Int64, at now: Instant) {
        self.first = first
        own = first
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

    /// Up to where products' own copies are to be removed now; nil: nothing is.
    func ownRound() -> Int64? {
        guard let newest = waiting.last, newest.upTo > own else { return nil }
        return newest.upTo
    }

    mutating func didRemoveOwn(upTo id: Int64) { own = max(own, id) }

    /// Up to where what they have in common is to be removed now; nil: nothing is, or not yet.
    func sharedRound(at now: Instant) -> Int64? {
        guard own > first else { return nil }
        if let sharedAt, now - sharedAt < Self.pause { return nil }
        return own
    }

    mutating func didRemove(upTo id: Int64, at now: Instant) {
        sharedAt = now
        first = max(first, id)
        own = max(own, first)
        while let mark = waiting.first, mark.upTo <= first {
            waiting.removeFirst()
            let due = max(mark.time + CatalogueInvalidator.secondRemoval, now + Self.afterFirst)
            Self.append(Mark(upTo: mark.upTo, time: due), to: &removed)
        }
        // Some of a mark's changes are removed, and it goes on waiting for the rest.
        if let mark = waiting.first, id > (removed.last?.upTo ?? 0) {
            let due = max(mark.time + CatalogueInvalidator.secondRemoval, now + Self.afterFirst)
            Self.append(Mark(upTo: id, time: due), to: &removed)
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
