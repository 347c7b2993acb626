/// The TTLs that are tried for one resource, in ticks of 8 ms since the reading began: 2^32 of them are a
/// year. All lanes of a vector are steps, so that a look-up costs one comparison for all.
struct TTLSteps: Sendable {
    typealias Lanes = SIMD8<UInt32>

    /// Multiples of the policy's TTL; nil: until invalidated.
    static let factors: [Double?] = [0.25, 0.5, 1, 2, 4, 8, nil]
    /// Of the policy's own.
    static let present = 2
    static let untilInvalidated = 6
    static let tick: Int64 = 8

    /// How long a copy lives at each step.
    let lives: Lanes
    /// How long a copy is kept that is not asked for, and the shortest of them.
    let keeps: Lanes
    let leastKeep: UInt32
    /// The step without a TTL; nil: all have the policy's, and differ in how long they keep.
    private let endless: Int?
    private let ttlSeconds: Double
    private let jitter: Double

    init(_ resource: Resource) {
        let ttl = Double(max(0, resource.ttlSeconds))
        ttlSeconds = ttl
        jitter = resource.ttlJitter ?? 0
        var lives = Lanes(repeating: 1)
        for (lane, factor) in Self.factors.enumerated() {
            let ticks = factor.map { $0 * ttl * 1000 / Double(Self.tick) } ?? .infinity
            lives[lane] = Self.ticks(ticks)
        }
        self.lives = lives
        keeps = Lanes(repeating: .max)
        leastKeep = .max
        endless = Self.untilInvalidated
    }

    /// Caches of other sizes, with the policy's TTL: each keeps what was asked for within a time of its own.
    init(_ resource: Resource, keepSeconds: [Double]) {
        let ttl = Double(max(0, resource.ttlSeconds))
        ttlSeconds = ttl
        jitter = resource.ttlJitter ?? 0
        lives = Lanes(repeating: Self.ticks(ttl * 1000 / Double(Self.tick)))
        var keeps = Lanes(repeating: .max)
        for (lane, seconds) in keepSeconds.prefix(Self.factors.count).enumerated() {
            keeps[lane] = Self.ticks(seconds * 1000 / Double(Self.tick))
        }
        self.keeps = keeps
        leastKeep = keeps.min()
        endless = nil
    }

    private static func ticks(_ ticks: Double) -> UInt32 {
        UInt32(min(max(1, ticks.rounded()), Double(UInt32.max / 4)))
    }

    /// Steps whose copies end by themselves.
    var bounded: Range<Int> { 0..<(endless ?? Self.factors.count) }

    /// nil: until invalidated.
    func seconds(_ lane: Int) -> Double? { Self.factors[lane].map { $0 * ttlSeconds } }

    /// When copies that are filled at `now` are gone.
    @inline(__always)
    func ends(filledAt now: UInt32, hash: UInt64) -> Lanes {
        var ends = lives
        if jitter > 0 { ends = shortened(hash: hash, at: now) }
        ends = ends &+ now
        if let endless { ends[endless] = .max }
        return ends
    }

    /// Each copy lives shorter by a share that is chosen at random.
    private func shortened(hash: UInt64, at now: UInt32) -> Lanes {
        var random = SplitMix64(seed: hash ^ UInt64(now))
        let share = Double(random.next() >> 11) / Double(1 << 53)
        var ends = lives
        for lane in bounded {
            ends[lane] = max(1, UInt32(Double(lives[lane]) * (1 - jitter * share)))
        }
        return ends
    }
}
