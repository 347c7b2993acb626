import Metrics
import Testing

/// The most missed keys of the last minutes, against exact counts.
struct KeySlicesTests {
    private func record(
        _ keys: inout TopKeys, _ key: String, hits: UInt64 = 0, misses: UInt64 = 0,
        at second: Double
    ) {
        bytes(key).withUnsafeBufferPointer {
            keys.record($0, hits: hits, misses: misses, at: moment(second))
        }
    }

    private func history(_ keys: TopKeys, at second: Double) -> History {
        var history = History.standard
        var status = EventStatus(source: "stream:cache:events")
        status.coveredFrom = moment(-10_000)
        history.observe(
            EventReport(
                tally: EventTally(slots: history.grammar.slots), status: status,
                topKeys: keys.top(50), keySlices: keys.slices, at: moment(second)))
        return history
    }

    private func window(
        _ seconds: Int, of key: String, _ keys: TopKeys, at second: Double
    ) -> Window? {
        history(keys, at: second).snapshot(second).topKeys.first { $0.key == key }?.window(seconds)
    }

    /// A burst leaves the windows one after the other, and the sum stays.
    @Test func aBurstLeavesTheWindows() {
        var keys = TopKeys()
        record(&keys, "product:1", hits: 3, misses: 7, at: 1)
        for second in stride(from: 1.0, to: 3900, by: 1) {
            record(&keys, "product:2", hits: 1, misses: 1, at: second)
            let isLook = [30, 69, 70, 300, 309, 310, 1200, 3639, 3640].contains(Int(second))
            guard isLook else { continue }
            let counts = [60, 300, 3600].map {
                window($0, of: "product:1", keys, at: second)?.misses
            }
            let expected: [UInt64?] =
                switch second {
                case ..<70: [7, 7, 7]
                case ..<310: [nil, 7, 7]
                case ..<3640: [nil, nil, 7]
                default: [nil, nil, nil]
                }
            #expect(counts == expected, "\(second)")
        }
        #expect(keys.top(2).map(\.misses) == [3899, 7])
    }

    /// No event comes in any more: the clock alone empties the windows.
    @Test func silenceEmptiesTheWindows() {
        var keys = TopKeys()
        record(&keys, "product:1", misses: 7, at: 0)
        var history = history(keys, at: 1)
        #expect(history.snapshot(1).topKeys.first?.window(60)?.misses == 7)
        history.observe(Sample(at: moment(100), monotonicSeconds: 100))
        let later = history.snapshot(100).topKeys.first
        #expect(later?.window(60) == nil && later?.window(300)?.misses == 7)
    }

    /// What is said of a window is what it covers: up to a slice more than its name.
    @Test func aWindowSaysWhatItCovers() throws {
        var keys = TopKeys()
        record(&keys, "product:1", hits: 1, misses: 3, at: 7)
        let found = try #require(window(60, of: "product:1", keys, at: 8))
        #expect(found.hitRate == 0.25)
        let covered = try #require(found.coveredSeconds)
        #expect((60...75).contains(covered))
    }

    /// Never too high; too low by M/205 of single slices, and by M/128 more of minutes.
    @Test(arguments: [(1, 300.0), (2, 900), (3, 3500)] as [(UInt64, Double)])
    func theErrorHasABound(_ seed: UInt64, _ length: Double) {
        var random = SplitMix64(seed: seed)
        var keys = TopKeys()
        var exact: [String: UInt64] = [:]
        var total: UInt64 = 0
        for _ in 0..<60_000 {
            // Squared: some keys far more often than others.
            let draw = Double.random(in: 0..<1, using: &random)
            let key = "product:\(Int(draw * draw * 3000))"
            exact[key, default: 0] += 1
            total += 1
            record(
                &keys, key, misses: 1,
                at: length * Double(total) / 60_000)
        }
        let snapshot = history(keys, at: length).snapshot(length)
        let seconds = length <= 300 ? 300 : 3600
        let bound = total / 204 + (length <= 300 ? 0 : total / 128)
        let found = snapshot.topKeys.compactMap { key in
            key.window(seconds).map { (key.key, $0.misses) }
        }
        #expect(found.count >= 20)
        for (key, misses) in found {
            #expect(misses <= exact[key] ?? 0)
            #expect(misses + bound >= exact[key] ?? 0, "\(key)")
        }
    }

    /// Between two misses, in whichever slice: without them the hit rate would be far too low.
    @Test func hitsCountFromTheFirstMissOn() {
        var keys = TopKeys()
        record(&keys, "product:1", hits: 50, at: 0)
        record(&keys, "product:1", misses: 1, at: 1)
        for second in 2...200 { record(&keys, "product:1", hits: 1, at: Double(second)) }
        let found = window(300, of: "product:1", keys, at: 200)
        #expect(found?.hits == 199 && found?.misses == 1)
        #expect(keys.top(1).first?.hits == 199)
    }

    /// All time is the sum of the slices and of what has no moment.
    @Test func allTimeHasEverySlice() {
        var keys = TopKeys()
        for second in 0..<600 { record(&keys, "product:1", hits: 2, misses: 1, at: Double(second)) }
        bytes("product:1").withUnsafeBufferPointer { keys.record($0, hits: 5, misses: 10) }
        record(&keys, "product:2", misses: 3, at: 600)
        #expect(keys.top(2).map(\.certainMisses) == [610, 3])
        #expect(keys.top(1).first?.hits == 1205)
    }

    /// An hour of keys that are as long as they may be, and each is new.
    @Test func itTakesABoundedAmount() {
        var keys = TopKeys(capacity: 16)
        for second in stride(from: 0.0, to: 3700, by: 0.25) {
            let key = "search:\(second):" + String(repeating: "x", count: 1000)
            record(&keys, key, misses: 1, at: second)
        }
        #expect(keys.slices.byteCount < 3_000_000)
        var short = TopKeys(capacity: 16)
        for step in 0..<370_000 {
            record(&short, "product:0000:\(step % 9000)", misses: 1, at: Double(step) / 100)
        }
        #expect(short.slices.byteCount < 900_000)
    }
}
