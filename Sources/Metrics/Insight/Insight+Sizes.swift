// Caches of other sizes, side by side: what they would have had of the same look-ups.

extension Insight {
    /// How long each of them keeps what is not asked for: the longest TTL, which is without eviction, and
    /// each time two fifths of it.
    static func keepSeconds(of policy: CachePolicy) -> [Double] {
        let longest = Double(max(1, policy.resources.map(\.ttlSeconds).max() ?? 1))
        var seconds = longest
        return TTLSteps.factors.indices.map { _ in
            defer { seconds *= 0.4 }
            return seconds
        }
    }

    @inline(__always)
    mutating func noteSizedPlainHit(
        _ position: Int, of resource: Int, at tick: UInt32, weight: Double
    ) {
        let hash = table[position].hash
        guard sizedShare.takes(hash) else { return }
        let found = table[position].sizedPlainHit(at: tick, sizes[resource].steps)
        addSized(found, isHit: true, hash, of: resource, at: tick, weight)
    }

    mutating func noteSizedHit(_ position: Int, of resource: Int, at tick: UInt32) {
        let hash = table[position].hash
        guard sizedShare.takes(hash) else { return }
        let found = table[position].sizedHit(at: tick, sizes[resource].steps)
        addSized(found, isHit: true, hash, of: resource, at: tick, table.weight(at: position))
    }

    mutating func noteSizedMiss(
        _ position: Int, of resource: Int, at tick: UInt32, isLost: Bool, joined: UInt32?
    ) {
        sizedShare.note(lineages: table.lineages.count)
        let hash = table[position].hash
        guard sizedShare.takes(hash) else { return }
        let steps = sizes[resource].steps
        table[position].sized.evict(
            idle: tick &- table[position].lastAt, at: tick, steps)
        table[position].lastAt = tick
        let found = table[position].sized.miss(
            at: tick, isLost: isLost, joined: joined, isFill: !hasFills, steps, hash: hash)
        addSized(found, isHit: false, hash, of: resource, at: tick, table.weight(at: position))
    }

    mutating func noteSizedFill(
        _ position: Int, of resource: Int, at tick: UInt32, isAwaited: Bool
    ) {
        let hash = table[position].hash
        guard sizedShare.takes(hash) else { return }
        table[position].sized.fill(
            at: tick, isAwaited: isAwaited, sizes[resource].steps, hash: hash)
        table[position].lastAt = tick
    }

    @inline(__always)
    private mutating func addSized(
        _ found: SimulatedCopies.Found, isHit: Bool, _ hash: UInt64, of resource: Int,
        at tick: UInt32, _ weight: Double
    ) {
        let weight = weight * sizedShare.weight
        sizes[resource].add(
            isHit: isHit, found: found, at: tick,
            row: GroupedSums.row(hash: hash, weight: weight), weight: weight)
    }
}
