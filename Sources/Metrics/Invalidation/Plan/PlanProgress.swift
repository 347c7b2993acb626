/// How far the count of a plan's keys is.
package struct PlanProgress: Sendable, Hashable {
    /// Keys that SCAN has gone past; repeats count.
    package var looked: UInt64
    /// DBSIZE when it began; nil where it is refused. `looked` may exceed it by a little.
    package var of: UInt64?
    /// Keys that will go, so far.
    package var found: UInt64

    package init(looked: UInt64, of: UInt64?, found: UInt64) {
        self.looked = looked
        self.of = of
        self.found = found
    }
}
