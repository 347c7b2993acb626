// Curves out of the frames: only the few numbers of a frame that a curve needs are read.

extension Past {
    /// What was recorded of a number, step by step. The last step holds `end` and may reach beyond it.
    ///
    /// A rate of a step is that of all look-ups in it; of other numbers a step has the newest. A number
    /// holds until the next is due.
    /// - Parameters:
    ///   - end: of the last step.
    ///   - seconds: how far back; it chooses the resolution that reaches so far.
    ///   - count: steps.
    package func series(
        _ measure: Measure, endingAt end: Timestamp, seconds: Int, count: Int
    ) -> Series {
        let count = max(1, count)
        let step = Double(max(1, seconds)) / Double(count)
        var series = Series(upTo: end, stepSeconds: step, count: count)
        fill(&series, with: measure, upTo: end)
        return series
    }

    func fill(_ series: inout Series, with measure: Measure, upTo end: Timestamp) {
        guard let reading = reading(of: measure) else { return }
        let frames = frames(after: series.start, upTo: end)
        let old = oldOutlines(among: frames, of: measure.source)
        SeriesFilling(frames: frames, reading: reading, rings: rings, old: old, end: end)
            .fill(&series)
    }

    /// Of the finest resolution that reaches so far back, and before its oldest frame of coarser ones.
    private func frames(after start: Timestamp, upTo end: Timestamp) -> [FrameReference] {
        guard let newest = rings.first?.newest else { return [] }
        let reach = newest.seconds(since: start)
        let finest = rings.firstIndex { $0.reachSeconds >= reach } ?? rings.count - 1
        var limit: Timestamp?
        var parts: [[FrameReference]] = []
        for index in finest..<rings.count {
            parts.append(
                rings[index].references(after: start, upTo: end, before: limit, ring: index))
            if let oldest = rings[index].oldest { limit = min(limit ?? oldest, oldest) }
        }
        return parts.count == 1 ? parts[0] : parts.reversed().flatMap(\.self)
    }

    /// Outlines of frames in which the source's figures were those of an earlier moment. Of events a window
    /// says itself how much of it is known.
    private func oldOutlines(among frames: [FrameReference], of source: Source) -> Set<Int32> {
        guard source != .events, let path = source.path else { return [] }
        var old: Set<Int32> = []
        var last: Int32?
        for frame in frames where frame.outline != last {
            last = frame.outline
            let isOld = outlines[Int(frame.outline)]?.unavailable.contains {
                $0.state == .asOf && $0.subject == nil && $0.covers(path)
            }
            if isOld == true { old.insert(frame.outline) }
        }
        return old
    }

    private func reading(of measure: Measure) -> FrameReading? {
        func number(_ place: FrameCoder.Place?) -> FrameReading? {
            place.flatMap { places[$0] }.map { FrameReading(number: $0) }
        }
        func slot(_ name: String) -> Int? { base?.resources.firstIndex { $0.name == name } }
        func rate(_ kind: FrameReading.Kind, _ name: String?) -> FrameReading? {
            guard let slot = name.map(slot) ?? FrameCoder.Place.total else { return nil }
            let windows = Window.lengths.compactMap { seconds -> FrameReading.Window? in
                guard let counts = places[.window(slot: slot, seconds: seconds)],
                    let covered = places[.covered(seconds: seconds)]
                else { return nil }
                return FrameReading.Window(
                    seconds: Double(seconds), counts: counts, covered: covered)
            }
            return FrameReading(kind, windows)
        }
        switch measure {
        case .hitRate(let name): return rate(.hitRate, name)
        case .missesPerSecond(let name): return rate(.missesPerSecond, name)
        case .lookupsPerSecond(let name): return rate(.lookupsPerSecond, name)
        case .usedBytes: return number(.usedBytes)
        case .maxBytes: return number(.maxBytes)
        case .keys(let name): return number(slot(name).map { .keys(slot: $0) })
        case .bytes(let name): return number(slot(name).map { .bytes(slot: $0) })
        case .unclassifiedBytes: return number(.unclassifiedBytes)
        case .opsPerSecond: return number(.opsPerSecond)
        }
    }
}
