/// Misses of the last 100 ms that nothing explains yet, with their keys: a bump or a pattern that is
/// announced now may be why. A purge by name finds its lineage itself.
struct LateLosses: Sendable {
    /// More within 100 ms: the oldest are not explained any more.
    static let limit = 4096

    struct Miss: Sendable {
        var hash: UInt64
        var resource: Int
        var at: Int64
        /// Prefix included.
        var key: [UInt8]
    }

    private var misses: [Miss] = []

    mutating func append(_ miss: Miss) {
        if misses.count >= Self.limit {
            misses.removeFirst(misses.count / 2)
        } else if let first = misses.first, miss.at &- first.at > 2 * Insight.lateness {
            forget(at: miss.at)
        }
        misses.append(miss)
    }

    /// Those that may have been caused by what is announced at `moment`.
    mutating func taken(at moment: Int64, where isMeant: (Miss) -> Bool) -> [Miss] {
        forget(at: moment)
        return misses.filter(isMeant)
    }

    private mutating func forget(at moment: Int64) {
        misses.removeAll { moment &- $0.at > Insight.lateness }
    }
}
