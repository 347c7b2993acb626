/// The copies of one lineage in caches that differ in their TTL: until when each lives.
struct SimulatedCopies: Sendable {
    typealias Lanes = TTLSteps.Lanes
    /// Which of them a look-up finds: one bit a lane.
    typealias Found = UInt8

    static let all = Found((1 << TTLSteps.factors.count) - 1)

    /// 0: there is none, and the real fill is waited for.
    private(set) var ends = Lanes()
    /// All of them live until then: most look-ups need no more; 0: one waits.
    private(set) var firstEnd: UInt32 = 0
    private(set) var isKnown = false

    private static var lanes: Range<Int> { 0..<TTLSteps.factors.count }

    /// A real hit: where the copy is gone, it is loaded again at once. One that waits for its fill was
    /// filled, since the real one is there.
    mutating func hit(at now: UInt32, _ steps: TTLSteps, hash: UInt64) -> Found {
        guard now >= firstEnd else { return Self.all }
        let fresh = steps.ends(filledAt: now, hash: hash)
        var found: Found = 0
        for lane in Self.lanes {
            if ends[lane] > now || ends[lane] == 0 { found |= 1 << lane }
            if ends[lane] <= now { ends[lane] = fresh[lane] }
        }
        noteFirstEnd()
        return found
    }

    /// A real miss.
    /// - Parameters:
    ///   - isLost: the copies were lost, whatever their TTL.
    ///   - joined: the tick at which a load began that this request waits for, too; nil: it begins one.
    ///   - isFill: a miss is a fill.
    mutating func miss(
        at now: UInt32, isLost: Bool, joined: UInt32?, isFill: Bool, _ steps: TTLSteps,
        hash: UInt64
    ) -> Found {
        isKnown = true
        if isLost { ends = Lanes() }
        let fresh =
            joined.map { steps.ends(filledAt: $0, hash: hash) }
            ?? (isFill ? steps.ends(filledAt: now, hash: hash) : Lanes())
        var found: Found = 0
        for lane in Self.lanes {
            // Filled by the miss that began the load: not there yet.
            let isLoading = joined != nil && ends[lane] == fresh[lane]
            if ends[lane] > now, !isLoading { found |= 1 << lane }
            if ends[lane] <= now, joined == nil { ends[lane] = fresh[lane] }
        }
        noteFirstEnd()
        return found
    }

    /// The real copy was filled: by a miss, for those who wait for it, else for all.
    mutating func fill(at now: UInt32, isAwaited: Bool, _ steps: TTLSteps, hash: UInt64) {
        let fresh = steps.ends(filledAt: now, hash: hash)
        for lane in Self.lanes where !isAwaited || !isKnown || ends[lane] == 0 {
            ends[lane] = fresh[lane]
        }
        isKnown = true
        noteFirstEnd()
    }

    /// What was not asked for within the time that its cache keeps it is gone.
    mutating func evict(idle: UInt32, at now: UInt32, _ steps: TTLSteps) {
        guard idle > steps.leastKeep else { return }
        for lane in Self.lanes where steps.keeps[lane] < idle && ends[lane] > now {
            // 0 would wait for a fill.
            ends[lane] = 1
        }
        noteFirstEnd()
    }

    /// There is none, and there was none.
    mutating func lose() {
        ends = Lanes()
        firstEnd = 0
    }

    /// First seen by a hit: the copy's age is one by chance, below the TTL.
    mutating func begin(at now: UInt32, _ steps: TTLSteps, hash: UInt64) {
        isKnown = true
        let life = steps.lives[TTLSteps.present]
        let age = UInt32((UInt64(life) * (hash & 0xffff)) >> 16)
        ends = steps.ends(filledAt: now, hash: hash)
        for lane in steps.bounded {
            ends[lane] = ends[lane] > age ? max(1, ends[lane] - age) : 1
        }
        noteFirstEnd()
    }

    private mutating func noteFirstEnd() {
        firstEnd = .max
        for lane in Self.lanes { firstEnd = min(firstEnd, ends[lane]) }
    }
}
