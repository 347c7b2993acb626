/// Which lineages of one resource were looked up, and of which the newest copy was hit: all whose hash is not
/// above a bound, so that they can be compared with a sweep's sample.
package struct ReadCensus: Sendable, Hashable {
    private static let most = 4096

    /// All that were looked up with a hash up to here are known.
    private(set) var bound: UInt64 = .max
    private var asked: Set<UInt64> = []
    private var read: Set<UInt64> = []

    /// Whether the key was looked up at all, by a hit or a miss.
    func isAsked(_ hash: UInt64) -> Bool { asked.contains(hash) }

    /// Whether its newest copy was hit.
    func isRead(_ hash: UInt64) -> Bool { read.contains(hash) }

    /// Counts anew.
    static func counted(_ table: LineageTable, from before: [ReadCensus]) -> [ReadCensus] {
        var censuses = before.indices.map { resource in
            var census = ReadCensus()
            census.bound = min(before[resource].nextBound, table.bound(of: resource))
            return census
        }
        for lineage in table.lineages {
            let resource = Int(lineage.resource)
            guard lineage.hash <= censuses[resource].bound, lineage.lookUps > 0 else { continue }
            censuses[resource].asked.insert(lineage.hash)
            if lineage.copy.isRead { censuses[resource].read.insert(lineage.hash) }
        }
        return censuses
    }

    /// So that about as many are known the next time as are needed.
    private var nextBound: UInt64 {
        if asked.count > Self.most {
            return bound / UInt64(asked.count) * UInt64(Self.most)
        }
        if asked.count < Self.most / 4 { return bound > .max / 2 ? .max : bound * 2 }
        return bound
    }
}
