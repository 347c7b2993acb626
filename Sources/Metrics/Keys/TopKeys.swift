/// The keys with the most misses: since the start, and in the last minutes.
///
/// A look-up is counted once, in the open slice; what a slice has counted is added to the sketch for all time
/// when it ends. So all time is too low by at most M/512 of its M misses.
package struct TopKeys: Sendable {
    package typealias Entry = KeySketch.Entry

    private var all: KeySketch
    package private(set) var slices: KeySlices

    package init(capacity: Int = 1024, sliceCapacity: Int = KeySlices.capacity) {
        all = KeySketch(capacity: capacity)
        slices = KeySlices(capacity: sliceCapacity)
    }

    /// - Parameter moment: when it was looked up; nil: not known, and counted for all time only.
    package mutating func record(
        _ key: UnsafeBufferPointer<UInt8>, hits: UInt64, misses: UInt64, at moment: Timestamp? = nil
    ) {
        guard let moment else { return all.record(key, hits: hits, misses: misses) }
        if slices.isOver(at: moment) { slices.begin(at: moment, adding: &all) }
        slices.record(key, hits: hits, misses: misses)
    }

    /// For all time, most certain misses first.
    package func top(_ count: Int) -> [Entry] { all.top(count, with: slices.open) }
}
