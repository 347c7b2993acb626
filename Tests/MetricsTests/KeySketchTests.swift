import Metrics
import Testing

struct KeySketchTests {
    private func record(
        _ keys: inout KeySketch, _ key: String, hits: UInt64 = 0, misses: UInt64 = 0
    ) {
        bytes(key).withUnsafeBufferPointer { keys.record($0, hits: hits, misses: misses) }
    }

    @Test func keysWithTheMostMissesComeFirst() {
        var keys = KeySketch(capacity: 4)
        record(&keys, "b", misses: 2)
        record(&keys, "a", misses: 2)
        record(&keys, "c", misses: 9)
        record(&keys, "c", hits: 5)
        record(&keys, "never missed", hits: 100)
        #expect(keys.top(9).map(\.key) == ["c", "a", "b"].map(bytes))
        #expect(keys.top(1).first?.hits == 5 && keys.top(1).first?.misses == 9)
        #expect(keys.top(0).isEmpty)
    }

    @Test func aNewKeyInheritsTheLeastCountAsItsError() {
        var keys = KeySketch(capacity: 2)
        record(&keys, "a", hits: 3, misses: 5)
        record(&keys, "b", misses: 2)
        record(&keys, "c", hits: 0, misses: 1)
        let last = keys.top(2).last
        #expect(last?.key == bytes("c") && last?.misses == 3 && last?.error == 2)
        #expect(last?.hits == 0)
    }

    @Test func keysOfAnyBytesAndLengthsAreToldApart() {
        var keys = KeySketch(capacity: 64)
        let names =
            (0...40).map { [UInt8](repeating: 0x61, count: $0) } + [[0], [0, 0], [0xFF], [0x80]]
        for (count, key) in names.enumerated() {
            for _ in 0...count {
                key.withUnsafeBufferPointer { keys.record($0, hits: 0, misses: 1) }
            }
        }
        #expect(keys.top(64).count == names.count)
        for (count, key) in names.enumerated() {
            #expect(keys.top(64).first { $0.key == key }?.misses == UInt64(count + 1))
        }
    }

    @Test func countsSaturate() {
        var keys = KeySketch(capacity: 1)
        record(&keys, "a", hits: .max, misses: .max)
        record(&keys, "a", hits: 1, misses: 1)
        record(&keys, "b", misses: 1)
        #expect(keys.top(1).first?.misses == .max)
    }

    /// The guarantees of Space-Saving (Metwally and others, 2005), against exact counts.
    @Test(arguments: [(1, 0.8), (2, 1.0), (3, 1.2), (4, 0.0), (5, 1.5)] as [(UInt64, Double)])
    func theGuaranteesHoldOnAZipfStream(_ seed: UInt64, _ skew: Double) {
        let capacity = 32
        var random = SplitMix64(seed: seed)
        var cumulative: [Double] = []
        for rank in 1...400 { cumulative.append((cumulative.last ?? 0) + zipf(rank, skew)) }
        var keys = KeySketch(capacity: capacity)
        var exact: [[UInt8]: HitCounts] = [:]
        var total: UInt64 = 0
        for _ in 0..<20_000 {
            let point = Double.random(in: 0..<(cumulative.last ?? 1), using: &random)
            let rank = cumulative.firstIndex { $0 > point } ?? 0
            let key = bytes("product:\(rank)")
            let weight = UInt64.random(in: 1...3, using: &random)
            let isHit = Int.random(in: 0..<3, using: &random) == 0
            let counts = HitCounts(hits: isHit ? weight : 0, misses: isHit ? 0 : weight)
            exact[key, default: HitCounts()] += counts
            total += counts.misses
            key.withUnsafeBufferPointer {
                keys.record($0, hits: counts.hits, misses: counts.misses)
            }
        }
        let held = keys.top(capacity)
        #expect(held.count == capacity)
        #expect(Set(held.map(\.key)).count == held.count)  // none twice
        for entry in held {
            let truth = exact[entry.key] ?? HitCounts()
            #expect(entry.misses >= truth.misses)
            #expect(entry.misses - entry.error <= truth.misses)
            #expect(entry.error <= total / UInt64(capacity))
            #expect(entry.hits <= truth.hits)
        }
        // Every counter that was handed on kept its sum: the counts add up to the stream.
        #expect(held.reduce(0) { $0 + $1.misses } == total)
        let names = Set(held.map(\.key))
        for (key, truth) in exact where truth.misses > total / UInt64(capacity) {
            #expect(names.contains(key))
        }
    }

    /// After any churn each held key is found again: recording it changes its own counter.
    @Test(arguments: [1, 2, 7, 64])
    func everyHeldKeyIsFoundUnderChurn(_ capacity: Int) {
        var random = SplitMix64(seed: UInt64(capacity))
        var keys = KeySketch(capacity: capacity)
        for round in 0..<300 {
            for _ in 0..<20 {
                record(&keys, "k\(Int.random(in: 0..<500, using: &random))", misses: 1)
            }
            let before = keys.top(capacity)
            #expect(Set(before.map(\.key)).count == before.count)
            guard let probe = before.randomElement(using: &random) else { continue }
            probe.key.withUnsafeBufferPointer { keys.record($0, hits: 1, misses: 0) }
            let after = keys.top(capacity)
            #expect(after.count == before.count, "round \(round)")
            #expect(after.first { $0.key == probe.key }?.hits == probe.hits + 1)
        }
    }

    private func zipf(_ rank: Int, _ skew: Double) -> Double {
        // rank^−skew for the skews above, without a maths library
        var value = 1.0
        let quarter = Double(rank).squareRoot().squareRoot()
        for _ in 0..<Int((skew * 4).rounded()) { value /= quarter }
        return value
    }
}
