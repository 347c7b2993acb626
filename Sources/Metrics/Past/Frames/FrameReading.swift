/// Reads one number, or one pair of counts, of a frame without the rest of it.
///
/// Counts are those of the shortest window that reaches from one frame to the next, so that frames in a
/// row have each look-up once.
struct FrameReading {
    enum Kind { case number, hitRate, missesPerSecond, lookupsPerSecond }

    /// Where a window's hits, its misses behind them, and its covered seconds are.
    struct Window {
        var seconds: Double
        var counts: Int
        var covered: Int
    }

    struct Sum {
        var hits = 0.0
        var misses = 0.0
        var seconds = 0.0
    }

    let kind: Kind
    /// Of a number.
    private var offset = 0
    /// Shortest first.
    private var windows: [Window] = []

    init(number offset: Int) {
        kind = .number
        self.offset = offset
    }

    init(_ kind: Kind, _ windows: [Window]) {
        self.kind = kind
        self.windows = windows
    }

    /// nil: it was not measured.
    func number(of frame: FrameReference, in ring: FrameRing) -> Double? {
        ring.number(at: frame.offset + offset)
    }

    /// The window of a frame that is used.
    func window(of frame: FrameReference) -> Window? {
        let needed = Double(max(frame.slotSeconds, frame.intervalSeconds))
        // A poll may come a little later than it is due.
        return windows.first { $0.seconds * 1.1 >= needed } ?? windows.last
    }

    /// nil: nothing of the window was observed.
    func counts(
        of frame: FrameReference, _ window: Window, in ring: FrameRing
    ) -> Sum? {
        guard let covered = ring.number(at: frame.offset + window.covered), covered > 0,
            let hits = ring.number(at: frame.offset + window.counts),
            let misses = ring.number(at: frame.offset + window.counts + 4)
        else { return nil }
        return Sum(hits: hits, misses: misses, seconds: covered)
    }

    func value(of sum: Sum) -> Double? {
        guard sum.seconds > 0 else { return nil }
        switch kind {
        case .number: return nil
        // No look-ups, no hit rate.
        case .hitRate:
            return sum.hits + sum.misses > 0 ? sum.hits / (sum.hits + sum.misses) : nil
        case .missesPerSecond: return sum.misses / sum.seconds
        case .lookupsPerSecond: return (sum.hits + sum.misses) / sum.seconds
        }
    }
}
