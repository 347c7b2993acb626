import Foundation
import Metrics

/// A trace of look-ups of products by a Zipf law at random times, with what a cache did with them, and
/// beside it the exact hit rate of the whole trace for each TTL.
struct TTLTrace {
    static let factors: [Double?] = [0.25, 0.5, 1, 2, 4, 8, nil]

    let ttl = 60.0
    var purges = 0.0
    var losses = 0.0
    private(set) var lookUps = 0
    private var random: SplitMix64
    private let cumulative: [Double]
    private var time = 0.0
    private let perSecond: Double
    /// By factor and key: until when its copy lives.
    private var ends: [[Double]]
    private var hits: [Int]
    private var ages: [Double]
    private var key: [UInt8] = []

    /// - Parameter exponent: of the Zipf law; 0: all keys alike.
    init(seed: UInt64, keys: Int, exponent: Double, perSecond: Double) {
        random = SplitMix64(seed: seed)
        self.perSecond = perSecond
        var sum = 0.0
        var cumulative: [Double] = []
        for rank in 1...keys {
            sum += exponent == 0 ? 1 : 1 / pow(Double(rank), exponent)
            cumulative.append(sum)
        }
        self.cumulative = cumulative
        ends = Array(repeating: Array(repeating: -1, count: keys), count: Self.factors.count)
        hits = Array(repeating: 0, count: Self.factors.count)
        ages = hits.map { _ in 0 }
    }

    /// One look-up, and sometimes a purge or a loss before it.
    mutating func step(into feed: inout InsightFeed) {
        time += -log(1 - Double.random(in: 0..<1, using: &random)) / perSecond
        if Double.random(in: 0..<1, using: &random) < purges {
            let rank = rank()
            publish("purge", rank, into: &feed)
            lose(rank)
        }
        if Double.random(in: 0..<1, using: &random) < losses { lose(rank()) }
        let rank = rank()
        lookUps += 1
        var isHit = false
        for (index, factor) in Self.factors.enumerated() {
            let life = factor.map { $0 * ttl } ?? .infinity
            if ends[index][rank] > time {
                hits[index] += 1
                ages[index] += life - (ends[index][rank] - time)
                if index == 2 { isHit = true }
            } else {
                ends[index][rank] = time + life
            }
        }
        publish(isHit ? "hit" : "miss", rank, into: &feed)
        if !isHit { publish("fill", rank, into: &feed) }
    }

    func hitRate(_ index: Int) -> Double { Double(hits[index]) / Double(lookUps) }

    /// The mean age of a copy that is served.
    func age(_ index: Int) -> Double { ages[index] / Double(max(1, hits[index])) }

    private mutating func lose(_ rank: Int) {
        for index in ends.indices { ends[index][rank] = -1 }
    }

    private mutating func rank() -> Int {
        let at = Double.random(in: 0..<1, using: &random) * (cumulative.last ?? 0)
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > at { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func publish(_ outcome: String, _ rank: Int, into feed: inout InsightFeed) {
        feed.add([((time * 1000).rounded() / 1000, outcome, "product:\(rank)")])
    }
}
