/// A small history, newest at the right edge, as high as its rectangle.
///
/// `nil` is a gap (nothing was measured, or there was no traffic) and looks different from 0,
/// which is the lowest block. A marked place is a line from bottom to top, so that it is seen
/// without colour. Faint marks, which may be many, are that only while a quarter of the columns at
/// most has one; else they colour the value, and the shape stays readable.
package struct Sparkline: Widget, Hashable {
    package enum Domain: Sendable, Hashable {
        /// For hit rates `.fixed(0, 1)`: a flat line at 97 % must not look like a drama.
        case fixed(Double, Double)
        /// From 0 to the largest value.
        case upToLargest
        /// From the smallest to the largest value: shows shape, hides size.
        case smallestToLargest
        /// The same down from the largest, by at least so much: noise stays flat. The top of the cell is
        /// kept free, so that rows below each other don't melt into a slab.
        case ownScale(leastSpan: Double)

        /// Steps at the top that are not drawn.
        var headroom: Int {
            if case .ownScale = self { 1 } else { 0 }
        }
    }

    /// What to do when there are more values than columns.
    package enum Fitting: Sendable, Hashable {
        /// Only the newest.
        case newest
        /// Each column the mean of its share, gaps left out.
        case means
        /// Each column the largest of its share.
        case peaks
    }

    package var values: [Double?]
    package var domain: Domain
    package var fitting: Fitting
    package var style: Style
    /// Indices into `values`.
    package var marks: Set<Int>
    /// Indices into `values`.
    package var faintMarks: Set<Int>

    package init(
        _ values: [Double?], domain: Domain = .upToLargest, fitting: Fitting = .newest,
        style: Style = .sparkline, marks: Set<Int> = [], faintMarks: Set<Int> = []
    ) {
        self.values = values
        self.domain = domain
        self.fitting = fitting
        self.style = style
        self.marks = marks
        self.faintMarks = faintMarks
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        let (low, high) = range
        let columns = columns(fitting: rect.width)
        let areFew = columns.count { $0.mark == .faint } * 4 <= columns.count
        for (index, column) in columns.enumerated() {
            let x = rect.maxX - columns.count + index
            let value = column.value.flatMap { $0.isFinite ? $0 : nil }
            if column.mark == .strong || column.mark == .faint && (areFew || value == nil) {
                for y in rect.y..<rect.maxY {
                    canvas.write(glyphs.marker, x: x, y: y, style: .marker)
                }
                continue
            }
            guard let value else {
                canvas.write(glyphs.gap, x: x, y: rect.maxY - 1, style: .dim)
                continue
            }
            let ratio = high > low ? (value - low) / (high - low) : (value > low ? 1 : 0)
            Blocks(ratio: ratio, height: rect.height, headroom: domain.headroom).draw(
                on: &canvas, x: x, bottom: rect.maxY - 1,
                style: column.mark == nil ? style : .marker, glyphs: glyphs)
        }
    }

    private var range: (low: Double, high: Double) {
        let known = values.compactMap { $0 }.filter(\.isFinite)
        switch domain {
        case .fixed(let low, let high): return (low, high)
        case .upToLargest: return (0, known.max() ?? 0)
        case .smallestToLargest: return (known.min() ?? 0, known.max() ?? 0)
        case .ownScale(let span):
            let high = known.max() ?? 0
            return (min(known.min() ?? 0, high - max(span, 0)), high)
        }
    }

    private enum Mark { case faint, strong }

    private struct Column {
        var value: Double?
        var mark: Mark?
    }

    private func columns(fitting width: Int) -> [Column] {
        let all = values.enumerated().map { index, value in
            Column(
                value: value,
                mark: marks.contains(index)
                    ? .strong : faintMarks.contains(index) ? .faint : nil)
        }
        guard all.count > width else { return all }
        guard fitting != .newest else { return all.suffix(width) }
        return (0..<width).map { index in
            let share = all[(index * all.count / width)..<((index + 1) * all.count / width)]
            let known = share.compactMap(\.value)
            let value =
                fitting == .peaks
                ? known.max()
                : known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
            let marks = share.compactMap(\.mark)
            return Column(value: value, mark: marks.contains(.strong) ? .strong : marks.first)
        }
    }
}

/// One column of blocks, shared by sparklines and histograms: 0 is the lowest visible block.
struct Blocks {
    let ratio: Double
    let height: Int
    /// Steps at the top that stay free.
    var headroom = 0

    func draw(on canvas: inout Canvas, x: Int, bottom: Int, style: Style, glyphs: Glyphs) {
        let steps = glyphs.levels.count
        let most = max(0, height * steps - 1 - headroom)
        let filled = 1 + Int((ratio.clamped * Double(most)).rounded())
        for row in 0..<height {
            let rest = min(filled - row * steps, steps)
            guard let level = glyphs.levels.element(at: rest - 1) else { return }
            canvas.write(level, x: x, y: bottom - row, style: style)
        }
    }
}
