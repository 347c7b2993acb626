/// The keys of a stretch of time that is over, with what is certain of their look-ups; flat, since many
/// of them are kept.
package struct KeyTable: Sendable {
    /// Bytes of names in one table: with long keys it has fewer of them.
    static let byteLimit = 20 * 1024

    /// The number of its first slice, and how many slices it spans.
    let first: Int64
    let slices: Int64
    private var keys = KeyList()
    private var hits: [UInt32] = []
    private var misses: [UInt32] = []

    /// - Parameter counts: those with the most misses are kept, `limit` at most.
    init(first: Int64, slices: Int64, _ counts: [[UInt8]: HitCounts], limit: Int) {
        self.first = first
        self.slices = slices
        for (key, counts) in counts.mostMissed(limit) where append(key, counts) == false { break }
    }

    /// Of one slice.
    init(first: Int64, _ sketch: KeySketch) {
        self.first = first
        slices = 1
        let held = sketch.entries.filter { $0.certain.lookups > 0 }.sorted { a, b in
            let (mine, theirs) = (a.certain, b.certain)
            return mine.misses != theirs.misses
                ? mine.misses > theirs.misses : mine.hits > theirs.hits
        }
        for entry in held.prefix(KeySlices.sliceCapacity)
        where append(entry.key, entry.certain) == false { break }
    }

    /// False: there is no room left.
    private mutating func append(_ key: [UInt8], _ counts: HitCounts) -> Bool {
        guard keys.byteCount + key.count <= Self.byteLimit else { return false }
        keys.append(key)
        hits.append(UInt32(clamping: counts.hits))
        misses.append(UInt32(clamping: counts.misses))
        return true
    }

    var last: Int64 { first + slices - 1 }

    func add(to sums: inout [[UInt8]: HitCounts]) {
        for index in keys.indices { sums[keys[index], default: HitCounts()] += counts(index) }
    }

    func forEachKey(_ body: ([UInt8]) -> Void) {
        for index in keys.indices { body(keys[index]) }
    }

    /// nil: the key is not among those that were kept.
    func counts(of key: [UInt8]) -> HitCounts? {
        key.withUnsafeBufferPointer { key in
            keys.indices.first { keys.matches(key, at: $0) }.map { counts($0) }
        }
    }

    private func counts(_ index: Int) -> HitCounts {
        HitCounts(hits: UInt64(hits[index]), misses: UInt64(misses[index]))
    }

    /// About what it takes in memory.
    var byteCount: Int {
        keys.byteCount + keys.count * (MemoryLayout<Int>.stride + 8) + 160
    }
}

extension KeySketch {
    /// What is certain of each key that it holds.
    func add(to sums: inout [[UInt8]: HitCounts]) {
        for entry in entries where entry.certainMisses > 0 || entry.hits > 0 {
            sums[entry.key, default: HitCounts()] += entry.certain
        }
    }
}

extension [[UInt8]: HitCounts] {
    /// Most misses first; ties by hits, then by bytes, so that the order is stable.
    func mostMissed(_ limit: Int) -> [(key: [UInt8], counts: HitCounts)] {
        guard limit * 8 < count else {
            return sorted(by: Self.precedes).prefix(limit).map { ($0.key, $0.value) }
        }
        var best: [Element] = []
        for one in self {
            guard best.count < limit || best.last.map({ Self.precedes(one, $0) }) == true else {
                continue
            }
            best.insert(one, at: best.firstIndex { Self.precedes(one, $0) } ?? best.count)
            if best.count > limit { best.removeLast() }
        }
        return best.map { ($0.key, $0.value) }
    }

    private static func precedes(_ a: Element, _ b: Element) -> Bool {
        if a.value.misses != b.value.misses { return a.value.misses > b.value.misses }
        if a.value.hits != b.value.hits { return a.value.hits > b.value.hits }
        return a.key.lexicographicallyPrecedes(b.key)
    }
}
