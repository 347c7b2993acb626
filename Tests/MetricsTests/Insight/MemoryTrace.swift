import DequeModule
import Foundation
import Metrics

/// An LRU cache of so many bytes whose copies also expire, simulated exactly: the oldest makes room.
struct ExactCache {
    private let capacity: Double
    private let sizes: [Double]
    private let ttls: [Double]
    private var ends: [Double]
    /// A list of keys by their last use; the place behind the keys is its head.
    private var next: [Int]
    private var before: [Int]
    /// By the time to live, so that each is in the order of its ends.
    private var expiring: [Double: Deque<(key: Int, end: Double)>] = [:]
    private(set) var bytes = 0.0
    private(set) var evicted = 0
    private var head: Int { sizes.count }

    init(capacity: Double, sizes: [Double], ttls: [Double]) {
        self.capacity = capacity
        self.sizes = sizes
        self.ttls = ttls
        ends = Array(repeating: -1, count: sizes.count)
        next = Array(repeating: -1, count: sizes.count + 1)
        before = next
        next[sizes.count] = sizes.count
        before[sizes.count] = sizes.count
    }

    /// Whether it hits; a miss is filled.
    mutating func lookUp(_ key: Int, at now: Double) -> Bool {
        expire(at: now)
        let isHit = ends[key] > now
        if isHit {
            unlink(key)
        } else {
            ends[key] = now + ttls[key]
            expiring[ttls[key], default: []].append((key, ends[key]))
            bytes += sizes[key]
        }
        link(key)
        while bytes > capacity, before[head] != head {
            let oldest = before[head]
            remove(oldest)
            evicted += 1
        }
        return isHit
    }

    mutating func purge(_ key: Int) { if ends[key] >= 0 { remove(key) } }

    /// The keys that are there, with the seconds that they have left.
    mutating func content(at now: Double) -> [(key: Int, left: Double)] {
        expire(at: now)
        return ends.indices.compactMap { ends[$0] > now ? ($0, ends[$0] - now) : nil }
    }

    private mutating func expire(at now: Double) {
        for ttl in Array(expiring.keys) {
            while let first = expiring[ttl]?.first, first.end <= now {
                expiring[ttl]?.removeFirst()
                if ends[first.key] == first.end { remove(first.key) }
            }
        }
    }

    private mutating func remove(_ key: Int) {
        unlink(key)
        ends[key] = -1
        bytes -= sizes[key]
    }

    private mutating func unlink(_ key: Int) {
        next[before[key]] = next[key]
        before[next[key]] = before[key]
    }

    private mutating func link(_ key: Int) {
        let first = next[head]
        (next[key], before[key]) = (first, head)
        (before[first], next[head]) = (key, key)
    }
}

/// A shop's look-ups by a Zipf law over products and searches of different size and TTL, and what caches of
/// several sizes make of them, each exactly. One of them is the real one, which publishes.
struct MemoryTrace {
    static let factors = [0.25, 0.5, 1, 2, 4]

    private let products: Int
    private let keys: Int
    private let perSecond: Double
    private let cumulative: [Double]
    private let names: [String]
    private let sizes: [Double]
    private var random: SplitMix64
    private(set) var time = 0.0
    private(set) var lookUps = 0
    private var caches: [ExactCache]
    private var hits: [Int]
    var purges = 0.0
    let maxBytes: Double
    /// What is there beside the copies.
    let otherBytes: Double

    init(
        seed: UInt64, products: Int, categories: Int, exponent: Double, perSecond: Double,
        maxBytes: Double, otherBytes: Double
    ) {
        self.products = products
        keys = products + categories
        self.perSecond = perSecond
        self.maxBytes = maxBytes
        self.otherBytes = otherBytes
        random = SplitMix64(seed: seed)
        var order = Array(0..<keys)
        order.shuffle(using: &random)
        var sum = 0.0
        var weights = Array(repeating: 0.0, count: keys)
        for (rank, key) in order.enumerated() { weights[key] = 1 / pow(Double(rank + 1), exponent) }
        cumulative = weights.map {
            sum += $0; return sum
        }
        names = (0..<keys).map { $0 < products ? "product:\($0)" : "category:c\($0):h:v1" }
        let (sizes, ttls) = (
            (0..<keys).map { $0 < products ? 1000.0 : 8000.0 },
            (0..<keys).map { $0 < products ? 60.0 : 300.0 }
        )
        self.sizes = sizes
        caches = Self.factors.map {
            ExactCache(capacity: maxBytes * $0 - otherBytes, sizes: sizes, ttls: ttls)
        }
        hits = Self.factors.map { _ in 0 }
    }

    mutating func step(into feed: inout InsightFeed) {
        time += -log(1 - Double.random(in: 0..<1, using: &random)) / perSecond
        if Double.random(in: 0..<1, using: &random) < purges {
            let key = key()
            publish("purge", key, into: &feed)
            for index in caches.indices { caches[index].purge(key) }
        }
        let key = key()
        lookUps += 1
        var isHit = false
        for index in caches.indices {
            let found = caches[index].lookUp(key, at: time)
            if found { hits[index] += 1 }
            if index == 2 { isHit = found }
        }
        publish(isHit ? "hit" : "miss", key, into: &feed)
        if !isHit { publish("fill", key, into: &feed) }
    }

    func hitRate(_ index: Int) -> Double { Double(hits[index]) / Double(lookUps) }
    var evicted: Int { caches[2].evicted }
    var usedBytes: Double { caches[2].bytes + otherBytes }

    /// What a sweep finds now.
    mutating func survey(_ grammar: KeyGrammar) -> KeyspaceSurvey {
        let now = moment(time)
        var survey = KeyspaceSurvey(policy: grammar.policy, startedAt: now)
        for (key, left) in caches[2].content(at: time) {
            survey.add(
                Array(names[key].utf8), pttl: Int64(left * 1000), bytes: UInt64(sizes[key]),
                grammar: grammar, at: now)
        }
        survey.isComplete = true
        return survey
    }

    private mutating func key() -> Int {
        let at = Double.random(in: 0..<1, using: &random) * (cumulative.last ?? 0)
        var (low, high) = (0, keys - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > at { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func publish(_ outcome: String, _ key: Int, into feed: inout InsightFeed) {
        feed.add([((time * 1000).rounded() / 1000, outcome, names[key])])
    }
}
