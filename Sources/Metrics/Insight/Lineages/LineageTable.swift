/// The lineages that are tracked: all of them while there is room, then a sample by their hash.
///
/// Spatial sampling as in SHARDS with a fixed size (Waldspurger, Park, Garthwaite and Ahmad, FAST 2015): a
/// lineage is tracked when its hash lies below a threshold, so each is seen whole or not at all. A full table
/// halves the threshold of the resource that has the most. Unlike there, each resource has its own
/// threshold, and the most looked-up lineages are *pinned* when it falls: they stay, with the weight that
/// they had. Carra and Neglia (USENIX ATC 2020) show that keeping the hottest exactly makes errors up to
/// ten times smaller.
struct LineageTable: Sendable {
    /// Of lineages, in all.
    static let capacity = 65_536
    /// Of them, how many a resource may pin each time that its threshold falls, and in all.
    static let pinnedAtOnce = 4096
    static let pinnedInAll = 16_384

    private(set) var lineages: [Lineage] = []
    /// Open addressing: 32 bits of the hash beside the position + 1; 0: free. At most half full.
    private var index: [UInt64]
    private let mask: Int
    private let capacity: Int
    /// By resource: how often its threshold was halved, and the threshold, of 2^32.
    private var halvings: [UInt8]
    private var thresholds: [UInt64]
    /// What one stands for that is not pinned.
    private var weights: [Double]
    /// Of those that are not pinned.
    private var counts: [Int]
    private var pinned = 0
    /// Bits by hash of what is pinned: most others are known not to be by one load.
    private var pinnedBits: [UInt64] = []

    init(resources: Int, capacity: Int = Self.capacity) {
        self.capacity = max(16, capacity)
        var size = 64
        while size < self.capacity * 2 { size *= 2 }
        index = Array(repeating: 0, count: size)
        mask = size - 1
        halvings = Array(repeating: 0, count: resources)
        thresholds = Array(repeating: 1 << 32, count: resources)
        weights = Array(repeating: 1, count: resources)
        counts = Array(repeating: 0, count: resources)
    }

    subscript(position: Int) -> Lineage {
        @inline(__always) get { lineages[position] }
        @inline(__always) _modify { yield &lineages[position] }
    }

    /// How many look-ups one of this lineage stands for.
    @inline(__always)
    func weight(at position: Int) -> Double {
        let pinned = lineages[position].pinnedWeight
        return pinned > 0 ? Double(pinned) : weights[Int(lineages[position].resource)]
    }

    /// nil: not tracked.
    @inline(__always)
    func position(of hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        let tag = hash & ~0xffff_ffff
        while index[slot] != 0 {
            if index[slot] & ~0xffff_ffff == tag {
                let position = Int(index[slot] & 0xffff_ffff) - 1
                if lineages[position].hash == hash { return position }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Whether the sample takes this lineage, or did and has pinned it.
    @inline(__always)
    func mayHold(_ hash: UInt64, of resource: Int) -> Bool {
        if hash >> 32 < thresholds[resource] { return true }
        guard pinned > 0 else { return false }
        let bit = Self.bit(hash)
        return pinnedBits[bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    /// All lineages of a resource whose hash is not above it are tracked, once they are looked up.
    func bound(of resource: Int) -> UInt64 {
        thresholds[resource] >= 1 << 32 ? .max : (thresholds[resource] << 32) &- 1
    }

    /// Begins to track a lineage; nil: the sample does not take it.
    mutating func insert(_ hash: UInt64, of resource: Int) -> Int? {
        guard hash >> 32 < thresholds[resource] else { return nil }
        while lineages.count >= capacity {
            shrink()
            guard hash >> 32 < thresholds[resource] else { return nil }
        }
        lineages.append(Lineage(hash: hash, resource: resource))
        counts[resource] += 1
        place(lineages.count - 1)
        return lineages.count - 1
    }

    mutating func forEach(_ body: (inout Lineage) -> Void) {
        for position in lineages.indices { body(&lineages[position]) }
    }

    private mutating func place(_ position: Int) {
        let hash = lineages[position].hash
        var slot = Int(truncatingIfNeeded: hash) & mask
        while index[slot] != 0 { slot = (slot + 1) & mask }
        index[slot] = hash & ~0xffff_ffff | UInt64(position + 1)
    }

    private static let bits = 1 << 18

    private static func bit(_ hash: UInt64) -> Int { Int(hash >> 14) & (bits - 1) }
}

extension LineageTable {
    /// Halves the sample of the resource that has the most lineages.
    private mutating func shrink() {
        guard let resource = counts.indices.max(by: { counts[$0] < counts[$1] }) else { return }
        pinHottest(of: resource)
        halvings[resource] = min(31, halvings[resource] + 1)
        thresholds[resource] = (1 << 32) >> UInt64(halvings[resource])
        weights[resource] = Double(UInt64(1) << UInt64(halvings[resource]))
        let threshold = thresholds[resource]
        lineages.removeAll {
            $0.resource == resource && $0.pinnedWeight == 0 && $0.hash >> 32 >= threshold
        }
        counts[resource] = lineages.count { $0.resource == resource && $0.pinnedWeight == 0 }
        for slot in index.indices { index[slot] = 0 }
        for position in lineages.indices { place(position) }
    }

    private mutating func pinHottest(of resource: Int) {
        let room = min(
            Self.pinnedAtOnce, capacity / 16, min(Self.pinnedInAll, capacity / 4) - pinned)
        guard room > 0 else { return }
        let weight = Float(weights[resource])
        let candidates = lineages.indices.filter {
            lineages[$0].resource == resource && lineages[$0].pinnedWeight == 0
                && lineages[$0].lookUps > 1
        }.sorted { lineages[$0].lookUps > lineages[$1].lookUps }
        if pinnedBits.isEmpty { pinnedBits = Array(repeating: 0, count: Self.bits / 64) }
        for position in candidates.prefix(room) {
            lineages[position].pinnedWeight = weight
            let bit = Self.bit(lineages[position].hash)
            pinnedBits[bit >> 6] |= 1 << UInt64(bit & 63)
            pinned += 1
        }
    }
}
