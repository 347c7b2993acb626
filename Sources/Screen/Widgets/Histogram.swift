/// Counts as vertical blocks, the largest as high as the rectangle: how long the keys of a
/// resource still live. An empty bucket is a dim floor; a single key stands above it.
package struct Histogram: Widget, Hashable {
    package var counts: [Int]
    package var style: Style
    /// Buckets in the warning style: keys that live longer than their policy allows.
    package var highlighted: Set<Int>
    /// Below the first, the last and evenly between, when there is a row to spare for them.
    package var labels: [DisplayText]

    package init(
        _ counts: [Int], style: Style = .bar, highlighted: Set<Int> = [],
        labels: [DisplayText] = []
    ) {
        self.counts = counts
        self.style = style
        self.highlighted = highlighted
        self.labels = labels
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty, !counts.isEmpty else { return }
        let hasLabels = !labels.isEmpty && rect.height > 1
        let (bars, axis) = rect.splitBottom(hasLabels ? 1 : 0)
        let buckets = merged(into: bars.width)
        let largest = buckets.map(\.count).max() ?? 0
        let columnsEach = max(1, bars.width / buckets.count)
        for (index, bucket) in buckets.enumerated() {
            for offset in 0..<columnsEach {
                let x = bars.x + index * columnsEach + offset
                guard bucket.count > 0 else {
                    canvas.write(
                        glyphs.levels.first ?? " ", x: x, y: bars.maxY - 1, style: .dim)
                    continue
                }
                let steps = Double(bars.height * glyphs.levels.count - 1)
                let share = Double(bucket.count) / Double(largest)
                Blocks(ratio: max(share, 1 / steps), height: bars.height).draw(
                    on: &canvas, x: x, bottom: bars.maxY - 1,
                    style: bucket.isHighlighted ? .warning : style, glyphs: glyphs)
            }
        }
        drawLabels(on: &canvas, in: axis, width: columnsEach * buckets.count)
    }

    private func drawLabels(on canvas: inout Canvas, in axis: Rect, width: Int) {
        guard !axis.isEmpty else { return }
        var free = axis.x
        for (index, label) in labels.enumerated() {
            let span = max(0, width - label.columns)
            let x = axis.x + (labels.count > 1 ? span * index / (labels.count - 1) : 0)
            guard x >= free else { continue }
            free = x + canvas.write(label, x: x, y: axis.y, style: .dim) + 1
        }
    }

    /// Fewer columns than buckets: neighbours are added up, so that nothing disappears.
    private func merged(into width: Int) -> [(count: Int, isHighlighted: Bool)] {
        let columns = min(width, counts.count)
        return (0..<columns).map { index in
            let share =
                (index * counts.count / columns)..<((index + 1) * counts.count / columns)
            return (
                count: counts[share].reduce(0) { $0 &+ max(0, $1) },
                isHighlighted: share.contains(where: highlighted.contains)
            )
        }
    }
}
