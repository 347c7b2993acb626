/// The keys with the most misses, in bounded memory: the Space-Saving sketch of Metwally,
/// Agrawal and El Abbadi ("Efficient Computation of Frequent and Top-k Elements in Data
/// Streams", 2005).
///
/// With `capacity` counters and M misses seen, a key's count is never too low and at most
/// `error` (itself at most M / capacity) too high; every key with more than M / capacity misses
/// is held. Hits are counted only while their key is held, so they are a lower bound.
/// The counters are a heap by misses, found by an open-addressed table of hashes: a hit of a key
/// that is not held costs one hash and one probe.
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
    /// A min-heap by misses.
    private var heap: [Entry] = []
    /// By hash: its upper half beside the heap position + 1; 0: free. At least four times the
    /// capacity. Most look-ups are of keys that are not held, and end here without touching the heap.
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
        if let position = find(key, hash: hash) {
            heap[position].hits = saturatingSum(heap[position].hits, hits)
            guard misses > 0 else { return }
            heap[position].misses = saturatingSum(heap[position].misses, misses)
            siftDown(position)
        } else if misses > 0 {
            insert(Array(key), hash: hash, hits: hits, misses: misses)
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
        for entry in heap {
            var entry = entry
            if let more = open?.entry(like: entry) {
                entry.misses = saturatingSum(entry.misses, more.certainMisses)
                entry.hits = saturatingSum(entry.hits, more.hits)
            }
            consider(entry)
        }
        for entry in open?.heap ?? []
        where entry.certainMisses > 0 && self.entry(like: entry) == nil {
            consider(entry)
        }
        return best
    }

    /// What is counted of a key; nil: it is not held.
    func entry(of key: [UInt8]) -> Entry? {
        guard !heap.isEmpty, key.count <= Self.longestKey else { return nil }
        return key.withUnsafeBufferPointer { key in
            find(key, hash: Self.hash(key)).map { heap[$0] }
        }
    }

    private func entry(like other: Entry) -> Entry? {
        guard !heap.isEmpty else { return nil }
        return other.key.withUnsafeBufferPointer { key in
            find(key, hash: other.hash).map { heap[$0] }
        }
    }

    /// All that are held, in no order.
    var entries: [Entry] { heap }

    /// Begins anew with the same keys: their hits are counted at once, and a key that misses takes the place of
    /// one that does not, without an error.
    mutating func restart() {
        for index in heap.indices {
            heap[index].misses = 0
            heap[index].error = 0
            heap[index].hits = 0
        }
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        let (mine, theirs) = (a.certainMisses, b.certainMisses)
        return mine != theirs ? mine > theirs : a.key.lexicographicallyPrecedes(b.key)
    }

    private mutating func insert(_ key: [UInt8], hash: UInt64, hits: UInt64, misses: UInt64) {
        if heap.count < capacity {
            heap.append(Entry(key: key, misses: misses, error: 0, hits: hits, hash: hash))
            place(heap.count - 1)
            siftUp(heap.count - 1)
        } else {
            let least = heap[0]
            unplace(0)
            heap[0] = Entry(
                key: key, misses: saturatingSum(least.misses, misses), error: least.misses,
                hits: hits, hash: hash)
            place(0)
            siftDown(0)
        }
    }

    // MARK: the heap

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].misses < heap[parent].misses else { return }
            swap(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].misses < heap[least].misses { least = child }
            guard least != parent else { return }
            swap(parent, least)
            parent = least
        }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        let (slotA, slotB) = (slot(of: a), slot(of: b))
        heap.swapAt(a, b)
        table[slotA] = mark(b)
        table[slotB] = mark(a)
    }

    // MARK: the table (linear probing, backward-shift deletion)

    private func find(_ key: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 {
            if table[slot] >> 32 == hash >> 32 {
                let position = position(in: slot)
                if heap[position].hash == hash, equal(key, heap[position].key) { return position }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// What the table says of the entry at a heap position.
    private func mark(_ position: Int) -> UInt64 {
        heap[position].hash & ~0xffff_ffff | UInt64(position + 1)
    }

    private func position(in slot: Int) -> Int { Int(table[slot] & 0xffff_ffff) - 1 }

    private func slot(of position: Int) -> Int {
        var slot = Int(truncatingIfNeeded: heap[position].hash) & mask
        while table[slot] & 0xffff_ffff != UInt64(position + 1) { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func place(_ position: Int) {
        var slot = Int(truncatingIfNeeded: heap[position].hash) & mask
        while table[slot] != 0 { slot = (slot + 1) & mask }
        table[slot] = mark(position)
    }

    private mutating func unplace(_ position: Int) {
        var hole = slot(of: position)
        table[hole] = 0
        var slot = (hole + 1) & mask
        while table[slot] != 0 {
            let home = Int(truncatingIfNeeded: heap[self.position(in: slot)].hash) & mask
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
