// Curves out of the frames: only the few numbers of a frame that a curve needs are read.

extension Past {
    /// What was recorded of a number, step by step.
    ///
    /// A rate of hits of a step is that of all look-ups in it; of other numbers a step has the newest.
    /// - Parameters:
    ///   - end: of the last step.
    ///   - seconds: how far back; it chooses the resolution that reaches so far.
    ///   - count: steps.
    package func series(
        _ measure: Measure, endingAt end: Timestamp, seconds: Int, count: Int
    ) -> Series {
        let count = max(1, count)
        let step = Double(max(1, seconds)) / Double(count)
        var series = Series(
            end: end, stepSeconds: step, values: Array(repeating: nil, count: count))
        guard
            let ring = rings.first(where: { $0.slotSeconds * $0.capacity >= seconds })
                ?? rings.last,
            let reading = reading(of: measure, window: ring.slotSeconds > 10 ? 60 : 10)
        else { return series }
        var sums = Array(repeating: (0.0, 0.0), count: count)
        // A number holds until the next is due: between two polls there is no gap.
        let slot = Double(ring.slotSeconds)
        let reach = max(slot, base?.intervalSeconds ?? 0, step)
        ring.forEach(after: series.start.adding(seconds: -reach), upTo: end) { at, bytes in
            guard let value = reading.value(in: bytes) else { return }
            let first = at.seconds(since: series.start) / step
            let last = (at.seconds(since: series.start) + reach * 0.999) / step
            let from = Int((first - 0.0001).rounded(.down))
            let to = max(from, min(Int(last.rounded(.down)), count - 1))
            guard to >= 0, from < count else { return }
            for index in max(0, from)...to {
                if index > from, series.values[index] != nil { continue }
                if index > from { sums[index] = (0, 0) }
                switch value {
                case .number(let number): series.values[index] = number
                case .counts(let hits, let misses):
                    if index == from {
                        sums[index].0 += hits
                        sums[index].1 += misses
                    } else {
                        sums[index] = (hits, misses)
                    }
                    series.values[index] = reading.ratio(sums[index].0, sums[index].1)
                }
            }
        }
        return series
    }

    private func reading(of measure: Measure, window: Int) -> FrameReading? {
        func slot(_ name: String?) -> Int? {
            guard let name else { return FrameCoder.Place.total }
            return base?.resources.firstIndex { $0.name == name }
        }
        let place: FrameCoder.Place?
        switch measure {
        case .hitRate(let name), .missesPerSecond(let name):
            place = slot(name).map { .window(slot: $0, seconds: window) }
        case .usedBytes: place = .usedBytes
        case .maxBytes: place = .maxBytes
        case .keys(let name): place = slot(name).map { .keys(slot: $0) }
        case .bytes(let name): place = slot(name).map { .bytes(slot: $0) }
        case .unclassifiedBytes: place = .unclassifiedBytes
        }
        guard let place, let offset = places[place] else { return nil }
        switch measure {
        case .hitRate: return FrameReading(offset: offset, kind: .hitRate)
        case .missesPerSecond:
            return FrameReading(offset: offset, kind: .missesPerSecond(window: Double(window)))
        default: return FrameReading(offset: offset, kind: .number)
        }
    }
}
