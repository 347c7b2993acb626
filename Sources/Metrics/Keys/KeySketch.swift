/// The keys with the most misses, in bounded memory: the Space-Saving sketch of Metwally,
/// Agrawal and El Abbadi ("Efficient Computation of Frequent and Top-k Elements in Data
/// Streams", 2005).
///
/// With `capacity` counters and M misses seen, a key's count is never too low and at most
/// `error` (itself at most M / capacity) too high; every key with more than M / capacity misses
/// is held. Hits are counted only while their key is held, so they are a lower bound.
/// A counter keeps its place for as long as it counts a key, and is found by an open-addressed table of
/// hashes: a hit of a key that is not held costs one hash and one probe. A heap of numbers beside them finds
/// the one with the fewest misses.
package struct KeySketch: Sendable {
    package struct Entry: Sendable, Hashable {
        package var key: [UInt8]
        package var misses: UInt64
        /// How much of `misses` may belong to keys that held this counter before.
        package var error: UInt64
        package var hits: UInt64
        fileprivate var hash: UInt64

        /// Misses that are surely this key's: what is shown. The order by it can differ from the
        /// order by `misses` among keys that came late.
        package var certainMisses: UInt64 { misses - min(misses, error) }

        var certain: HitCounts { HitCounts(hits: hits, misses: certainMisses) }
    }

    /// A key longer than this is counted with its resource, but not held here.
    static let longestKey = 1024

    package let capacity: Int
    /// All that are held, in no order.
    private(set) var entries: [Entry] = []
    /// By the entries' places.
    private var heap = MissHeap()
    /// By hash: its upper half beside the entry's place + 1; 0: free. At least four times the
    /// capacity. Most look-ups are of keys that are not held, and end here without touching an entry.
    private var table: [UInt64]
    private let mask: Int

    package init(capacity: Int = 1024) {
        self.capacity = max(1, capacity)
        var size = 8
        while size < self.capacity * 4 { size *= 2 }
        table = Array(repeating: 0, count: size)
        mask = size - 1
    }

    package mutating func record(
        _ key: UnsafeBufferPointer<UInt8>, hits: UInt64, misses: UInt64
    ) {
        guard key.count <= Self.longestKey else { return }
        let hash = Self.hash(key)
        if let place = find(key, hash: hash) {
            entries[place].hits = saturatingSum(entries[place].hits, hits)
            guard misses > 0 else { return }
            entries[place].misses = saturatingSum(entries[place].misses, misses)
            heap.raise(place, to: entries[place].misses)
        } else if misses > 0 {
            insert(key, hash: hash, hits: hits, misses: misses)
        }
    }

    /// Most certain misses first; ties by bytes, so that the order is stable. One pass: what is not
    /// better than the last of those kept costs a comparison.
    ///
    /// - Parameter open: what was counted apart, and is added.
    package func top(_ count: Int, with open: KeySketch? = nil) -> [Entry] {
        var best: [Entry] = []
        func consider(_ entry: Entry) {
            guard best.count < count || best.last.map({ Self.precedes(entry, $0) }) == true else {
                return
            }
            let place = best.firstIndex { Self.precedes(entry, $0) } ?? best.count
            best.insert(entry, at: place)
            if best.count > count { best.removeLast() }
        }
        for entry in entries {
            var entry = entry
            if let more = open?.entry(like: entry) {
                entry.misses = saturatingSum(entry.misses, more.certainMisses)
                entry.hits = saturatingSum(entry.hits, more.hits)
            }
            consider(entry)
        }
        for entry in open?.entries ?? []
        where entry.certainMisses > 0 && self.entry(like: entry) == nil {
            consider(entry)
        }
        return best
    }

    /// What is counted of a key; nil: it is not held.
    func entry(of key: [UInt8]) -> Entry? {
        guard !entries.isEmpty, key.count <= Self.longestKey else { return nil }
        return key.withUnsafeBufferPointer { key in
            find(key, hash: Self.hash(key)).map { entries[$0] }
        }
    }

    private func entry(like other: Entry) -> Entry? {
        guard !entries.isEmpty else { return nil }
        return other.key.withUnsafeBufferPointer { key in
            find(key, hash: other.hash).map { entries[$0] }
        }
    }

    /// Begins anew with the same keys: their hits are counted at once, and a key that misses takes the place of
    /// one that does not, without an error.
    mutating func restart() {
        for place in entries.indices {
            entries[place].misses = 0
            entries[place].error = 0
            entries[place].hits = 0
        }
        heap.restart()
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        let (mine, theirs) = (a.certainMisses, b.certainMisses)
        return mine != theirs ? mine > theirs : a.key.lexicographicallyPrecedes(b.key)
    }

    private mutating func insert(
        _ key: UnsafeBufferPointer<UInt8>, hash: UInt64, hits: UInt64, misses: UInt64
    ) {
        guard entries.count == capacity else {
            let place = entries.count
            entries.append(
                Entry(key: Array(key), misses: misses, error: 0, hits: hits, hash: hash))
            heap.append(misses)
            return enter(place)
        }
        guard let (place, least) = heap.least else { return }
        remove(place)
        // The memory of the key that goes is used again.
        entries[place].key.removeAll(keepingCapacity: true)
        entries[place].key.append(contentsOf: key)
        entries[place].hash = hash
        entries[place].misses = saturatingSum(least, misses)
        entries[place].error = least
        entries[place].hits = hits
        enter(place)
        heap.raise(place, to: entries[place].misses)
    }

    // MARK: the table (linear probing, backward-shift deletion)

    @inline(__always)
    private func find(_ key: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 {
            if table[slot] >> 32 == hash >> 32 {
                let place = place(in: slot)
                if entries[place].hash == hash, isSame(key, entries[place].key) { return place }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Eight bytes at a time.
    @inline(__always)
    private func isSame(_ a: UnsafeBufferPointer<UInt8>, _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return b.withUnsafeBytes { b in
            let a = UnsafeRawBufferPointer(a)
            var offset = 0
            while offset + 8 <= a.count {
                let (mine, theirs) = (
                    a.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                    b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                )
                guard mine == theirs else { return false }
                offset += 8
            }
            while offset < a.count {
                guard a[offset] == b[offset] else { return false }
                offset += 1
            }
            return true
        }
    }

    @inline(__always)
    private func place(in slot: Int) -> Int { Int(table[slot] & 0xffff_ffff) - 1 }

    private mutating func enter(_ place: Int) {
        let hash = entries[place].hash
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 { slot = (slot + 1) & mask }
        table[slot] = hash & ~0xffff_ffff | UInt64(place + 1)
    }

    private mutating func remove(_ place: Int) {
        var hole = Int(truncatingIfNeeded: entries[place].hash) & mask
        while table[hole] & 0xffff_ffff != UInt64(place + 1) { hole = (hole + 1) & mask }
        table[hole] = 0
        var slot = (hole + 1) & mask
        while table[slot] != 0 {
            let home = Int(truncatingIfNeeded: entries[self.place(in: slot)].hash) & mask
            if (slot - home) & mask >= (slot - hole) & mask {
                table[hole] = table[slot]
                table[slot] = 0
                hole = slot
            }
            slot = (slot + 1) & mask
        }
    }

    /// FNV-1a over eight bytes at a time, finished as MurmurHash3 does. Not for keys chosen by an
    /// attacker to collide: the table is a quarter full and bounded, so the worst is slowness.
    static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(key)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var offset = 0
        while offset + 8 <= raw.count {
            hash =
                (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
            offset += 8
        }
        while offset < raw.count {
            hash = (hash ^ UInt64(raw[offset])) &* 0x0000_0100_0000_01b3
            offset += 1
        }
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 33)
    }
}
