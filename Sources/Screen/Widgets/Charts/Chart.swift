/// A curve over time: its own scale at the left, a time axis below, happenings as letters on that axis.
///
/// Drawn with braille dots, blocks or ASCII, as the glyphs say. `nil` is a gap, and no line crosses one. A
/// line that would say nothing new (a scale without room, an axis without a row) gives way to the curve.
/// Positions are 0…1, from the beginning of the first value to the end of the last.
package struct Chart: Widget, Hashable {
    /// A horizontal line at a value: the most memory that a server may use.
    package struct Limit: Sendable, Hashable {
        package var value: Double
        package var label: DisplayText
        package var style: Style

        package init(value: Double, label: DisplayText, style: Style = .dim) {
            self.value = value
            self.label = label
            self.style = style
        }
    }

    /// One value a step, oldest first.
    package var values: [Double?]
    package var scale: ChartScale
    package var limit: Limit?
    package var labels: [ChartAxis.Label]
    package var events: [ChartAxis.Event]
    /// Where a column is marked.
    package var cursor: Double?
    /// Where it begins, in its own lengths since the clock's beginning: see `ChartColumns`.
    package var phase: Double
    package var style: Style
    /// In place of the curve when there is no value at all.
    package var placeholder: Line

    package init(
        _ values: [Double?], scale: ChartScale, limit: Limit? = nil,
        labels: [ChartAxis.Label] = [], events: [ChartAxis.Event] = [], cursor: Double? = nil,
        phase: Double = 0, style: Style = .sparkline,
        placeholder: Line = Line("nothing recorded yet", .dim)
    ) {
        self.values = values
        self.scale = scale
        self.limit = limit
        self.labels = labels
        self.events = events
        self.cursor = cursor
        self.phase = phase
        self.style = style
        self.placeholder = placeholder
    }

    /// Rows of the curve in a rectangle of this height: what a scale is made for.
    package static func plotRows(height: Int) -> Int { max(0, height > 1 ? height - 1 : height) }

    /// Where the curve goes in a rectangle: right of the scale, above the axis.
    package func plot(in rect: Rect) -> Rect {
        let rows = Self.plotRows(height: rect.height)
        let scale = scale.columns + 1
        let room = scale > 1 && rect.width >= scale + 8 ? scale : 0
        return rect.splitTop(rows).top.inset(left: room)
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let plot = plot(in: rect)
        guard !plot.isEmpty else { return }
        guard values.contains(where: { $0?.isFinite ?? false }) else {
            // A scale of nothing would be made up.
            let middle = rect.row((rect.height - 1) / 2)
            canvas.write(placeholder, in: middle, alignment: .center, glyphs: glyphs)
            return
        }
        drawScale(on: &canvas, in: rect, plot)
        if plot.height < rect.height {
            let axis = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: 1)
            ChartAxis(labels: labels, events: events, phase: phase)
                .draw(on: &canvas, in: axis, glyphs: glyphs)
        }
        let columns = ChartColumns(plot.width, phase: phase)
        let curve = ChartCurve(
            values: values, scale: scale, plot: plot, charts: glyphs.charts,
            offset: columns.offset)
        let cells = curve.cells
        drawLimit(on: &canvas, in: plot, around: cells, glyphs)
        let marked = cursor.map { plot.x + columns.place(of: $0) }
        if let marked {
            for y in plot.y..<plot.maxY {
                canvas.put(glyphs.line(.vertical), columns: 1, x: marked, y: y, style: .dim)
            }
        }
        for cell in cells {
            let style = cell.x == marked ? .accent : style
            canvas.put(cell.text, columns: 1, x: cell.x, y: cell.y, style: style)
        }
    }

    private func drawScale(on canvas: inout Canvas, in rect: Rect, _ plot: Rect) {
        let room = plot.x - rect.x - 1
        guard room > 0 else { return }
        var used: Set<Int> = []
        for tick in scale.ticks {
            let row = scale.row(of: tick.value, among: plot.height)
            guard used.insert(row).inserted else { continue }
            let x = rect.x + max(0, room - tick.label.columns)
            canvas.write(tick.label, x: x, y: plot.y + row, style: .dim, maxWidth: room)
        }
    }

    /// The line gives way to the curve; its label stands where the curve leaves room, or not at all.
    private func drawLimit(
        on canvas: inout Canvas, in plot: Rect, around cells: [ChartCurve.Cell], _ glyphs: Glyphs
    ) {
        guard let limit, scale.holds(limit.value) else { return }
        let y = plot.y + scale.row(of: limit.value, among: plot.height)
        for x in plot.x..<plot.maxX {
            canvas.put(glyphs.limitLine, columns: 1, x: x, y: y, style: limit.style)
        }
        let label = DisplayText(" ") + limit.label + DisplayText(" ")
        let taken = Set(cells.filter { $0.y == y }.map(\.x))
        let most = plot.width - label.columns
        guard !limit.label.isEmpty, most >= 0 else { return }
        // The middle first, then ever farther from it.
        let starts = (0...most).sorted { abs($0 * 2 - most) < abs($1 * 2 - most) }
        let start = starts.map { plot.x + $0 }.first { start in
            !(start..<start + label.columns).contains(where: taken.contains)
        }
        guard let start else { return }
        canvas.write(label, x: start, y: y, style: limit.style)
    }
}
