/// Reads a curve's number out of frames, oldest first, into the steps of a series.
///
/// A step without a frame has what held from the frame before it, and nothing where none was due any more.
/// Windows of frames that lie closer together than they are long count once in a step.
struct SeriesFilling {
    let frames: [FrameReference]
    let reading: FrameReading
    let rings: [FrameRing]
    /// Outlines whose frames have figures of an earlier moment.
    let old: Set<Int32>
    /// Of a frame beyond it no number is read.
    let end: Timestamp

    func fill(_ series: inout Series) {
        let grid = Grid(series)
        let count = (frames.lastIndex { $0.at <= end } ?? -1) + 1
        var first = 0
        while first < count {
            let step = grid.step(of: frames[first])
            let last = (first..<count).prefix { grid.step(of: frames[$0]) == step }.upperBound
            if series.values.indices.contains(step) {
                series.values[step] = value(of: frames[first..<last])
            }
            let next = last < count ? grid.step(of: frames[last]) : series.values.count
            hold(last - 1, in: max(0, step + 1)..<max(0, step + 1, next), grid, &series)
            first = last
        }
    }

    /// Puts a frame's value into the steps behind its own until the next frame is due.
    private func hold(_ index: Int, in steps: Range<Int>, _ grid: Grid, _ series: inout Series) {
        guard !steps.isEmpty, let value = value(of: frames[index..<index + 1]) else { return }
        let frame = frames[index]
        let isFollowed = index + 1 < frames.count && frame.isFollowed(by: frames[index + 1])
        let until = grid.position(frame.at.adding(seconds: Double(frame.intervalSeconds)))
        for step in steps.clamped(to: series.values.indices) {
            guard isFollowed || Double(step) + 0.001 < until else { return }
            series.values[step] = value
        }
    }

    private func value(of frames: ArraySlice<FrameReference>) -> Double? {
        if reading.kind == .number {
            for frame in frames.reversed() where !old.contains(frame.outline) {
                if let number = reading.number(of: frame, in: rings[frame.ring]) { return number }
            }
            return nil
        }
        var sum = FrameReading.Sum()
        /// Where the windows begin that are counted.
        var counted: Timestamp?
        for frame in frames.reversed() {
            if let counted, frame.at.seconds(since: counted) > Double(frame.slotSeconds) / 2 {
                continue
            }
            guard let window = reading.window(of: frame),
                let counts = reading.counts(of: frame, window, in: rings[frame.ring])
            else { continue }
            sum.hits += counts.hits
            sum.misses += counts.misses
            sum.seconds += counts.seconds
            counted = frame.at.adding(seconds: -window.seconds)
        }
        return reading.value(of: sum)
    }

    /// Positions in steps from the beginning of the first one.
    private struct Grid {
        let start: Timestamp
        let stepSeconds: Double

        init(_ series: Series) {
            start = series.start
            stepSeconds = series.stepSeconds
        }

        func position(_ moment: Timestamp) -> Double { moment.seconds(since: start) / stepSeconds }

        /// A step ends with its last millisecond, whose place is rounded.
        func step(of frame: FrameReference) -> Int {
            let position = (frame.at.seconds(since: start) - 0.001) / stepSeconds
            return max(-1, Int(min(position.rounded(.up), 1e9)) - 1)
        }
    }
}
