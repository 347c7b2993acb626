/// What was done on Redis so far of an invalidation: facts. Its sentence is derived from them
/// (`CarriedOut+Words`), and claims no more.
package struct CarriedOut: Sendable, Hashable {
    package private(set) var counters: [RaisedCounter] = []
    /// Keys of a frozen list whose UNLINK was answered, and those of them that existed when it was made.
    package private(set) var done = 0
    package private(set) var doneExisting = 0
    package private(set) var removed: UInt64 = 0
    package private(set) var failure: Failure?
    package private(set) var verification: Verification?
    /// The operator stopped it before its end.
    package var isStopped = false
    /// A sentence that concerns no key, such as that it was not announced.
    package var note: String?

    package struct Failure: Sendable, Hashable {
        /// The command that failed may have been carried out all the same.
        package var isUnknown: Bool
        /// In the words of `RedisError.advised`.
        package var why: String
    }

    /// Keys that are there again, of those that were looked at afterwards and existed when the plan was made.
    package struct Verification: Sendable, Hashable {
        package var rewritten: Int
        package var of: Int
        /// Keys that the scope names, which did not exist when the plan was made and are there now.
        package var appeared: Int
        /// When it was asked, after the beginning; nil: not known.
        package var afterSeconds: Double?
    }

    package init() {}

    package var isEmpty: Bool { counters.isEmpty && removed == 0 }

    package mutating func raised(_ counter: RaisedCounter) {
        if let last = counters.last, last.key == counter.key { counters.removeLast() }
        counters.append(counter)
    }

    /// Keys of a frozen list were named in an UNLINK that was answered.
    ///
    /// - Parameters:
    ///   - existing: how many of them existed when the list was made.
    ///   - count: UNLINK's answer. A number that can't be is taken for the nearest that can.
    package mutating func unlinked(_ keys: Int, existing: Int, removed count: Int64) {
        done += keys
        doneExisting += existing
        removed += UInt64(max(0, min(count, Int64(keys))))
    }

    /// Keys that were found and removed at once.
    package mutating func removed(_ count: Int) { removed += UInt64(max(0, count)) }

    /// Only the first failure counts: what follows is its consequence.
    package mutating func failed(isUnknown: Bool, why: String) {
        failure = failure ?? Failure(isUnknown: isUnknown, why: why)
    }

    /// - Parameter values: what the counters are afterwards, in their order; nil: gone or no integer.
    package mutating func verified(counters values: [Int64?]) {
        for (index, value) in zip(counters.indices, values) { counters[index].now = value }
    }

    package mutating func verified(
        rewritten: Int, of: Int, appeared: Int = 0, afterSeconds: Double? = nil
    ) {
        verification = Verification(
            rewritten: rewritten, of: of, appeared: appeared, afterSeconds: afterSeconds)
    }

    /// Every step of the plan was answered.
    package func isWhole(_ planned: PlannedInvalidation) -> Bool {
        failure == nil && done == planned.keys.count
            && counters.count == planned.plan.countersRaised
    }
}
