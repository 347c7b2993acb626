import Testing

@testable import Metrics

struct MissHeapTests {
    /// Against a list that is searched.
    @Test func theLeastIsTheLeast() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            var heap = MissHeap()
            var counts: [UInt64] = []
            #expect(heap.least == nil)
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                counts.append(.random(in: 0...9, using: &generator))
                heap.append(counts.last ?? 0)
                #expect(heap.least?.misses == counts.min())
            }
            for _ in 0..<500 {
                let place = Int.random(in: 0..<counts.count, using: &generator)
                counts[place] += .random(in: 0...5, using: &generator)
                heap.raise(place, to: counts[place])
                let least = heap.least
                #expect(least?.misses == counts.min())
                #expect(least.map { counts[$0.place] } == least?.misses)
            }
            heap.restart()
            heap.raise(0, to: 7)
            #expect(heap.least?.misses == (counts.count == 1 ? 7 : 0))
        }
    }
}
