import Metrics

extension DirectPurge {
    /// What is announced of the purge: field, value, … of what was done, by the plan's steps. What a stop
    /// left alone is not in it, but a glob of which a part went is.
    ///
    /// A glob is announced only where it is no wider than the identity of the resource that it is for;
    /// keys that no such glob covers are announced one by one.
    var events: [[UInt8]] {
        guard case .redis(let steps) = planned.plan.work else { return [] }
        var events: [[UInt8]] = []
        var named = 0
        for step in steps {
            if case .unlink(let keys) = step {
                // The frozen list begins with them, in this order.
                let done = keys.prefix(max(0, report.done - named)).enumerated()
                events += purges(
                    of: done.filter { !planned.absent.contains(named + $0.offset) }.map(\.element))
                named += keys.count
            }
        }
        for step in steps {
            switch step {
            case .increment(let key):
                if report.counters.contains(where: { $0.key == key }) {
                    events += [Array("bump".utf8), key]
                }
            case .unlink: break
            case .unlinkMatching(let selector):
                guard report.done > named else { continue }
                events += found(by: selector, named: named)
            }
        }
        return events
    }

    private var grammar: KeyGrammar { invalidator.grammar }

    private func found(by selector: KeySelector, named: Int) -> [[UInt8]] {
        let found = planned.keys.prefix(report.done).dropFirst(named)
        let announcement = selector.announcement(grammar)
        return globs(announcement.globs)
            + purges(
                of: found.filter { selector.selects($0, grammar) && !announcement.covers($0) })
    }

    private func globs(_ globs: [[UInt8]]) -> [[UInt8]] {
        globs.flatMap { [Array("purge-glob".utf8), $0] }
    }

    private func purges(of keys: some Sequence<[UInt8]>) -> [[UInt8]] {
        keys.flatMap { [Array("purge".utf8), $0] }
    }
}
