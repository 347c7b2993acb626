/// Rows in columns: the hit rate panel, top keys, activity. Optional columns give way when
/// there is little room, in the order of their priority; rows that don't fit are counted in
/// the last line rather than left out silently.
package struct Table: Widget, Hashable {
    package enum Width: Sendable, Hashable {
        case fixed(Int)
        /// As wide as its content and title, within bounds.
        case fitted(min: Int, max: Int)
        /// Takes an equal share of what the others leave.
        case flexible(min: Int, max: Int)
    }

    package struct Column: Sendable, Hashable {
        package var title: DisplayText
        /// What the title says in less room, longest first.
        package var shortTitles: [DisplayText]
        package var width: Width
        package var alignment: Alignment
        package var truncation: Truncation
        /// 0 stays always; of the others the largest number gives way first.
        package var priority: Int

        package init(
            _ title: DisplayText, short: [DisplayText] = [], width: Width,
            alignment: Alignment = .leading, truncation: Truncation = .end, priority: Int = 0
        ) {
            self.title = title
            shortTitles = short
            self.width = width
            self.alignment = alignment
            self.truncation = truncation
            self.priority = priority
        }
    }

    package enum Content: Sendable, Hashable {
        case line(Line)
        /// The same in ever fewer words: the first that fits is drawn, else the last, cut.
        case forms([Line])
        case sparkline(Sparkline)
        case gauge(Gauge)
        case histogram(Histogram)

        package static func text(_ text: DisplayText, _ style: Style = .plain) -> Content {
            .line(Line(text, style))
        }

        package static var empty: Content { .line(Line()) }
    }

    package struct Row: Sendable, Hashable {
        /// In the order of the columns; missing ones are empty.
        package var cells: [Content]
        /// Overrides every cell's style: a stale row.
        package var style: Style?
        /// Which row of its list it is, where that is not its index: a second line of the row before.
        package var place: Int?
        /// The column from which the last cell has all the room; nil: that of its place.
        package var reach: Int?
        /// What must not be overlooked; of rows that don't fit it is added up in the last line.
        package var findings: [Finding]

        package init(
            _ cells: [Content], style: Style? = nil, place: Int? = nil, reach: Int? = nil,
            findings: [Finding] = []
        ) {
            self.cells = cells
            self.style = style
            self.place = place
            self.reach = reach
            self.findings = findings
        }
    }

    package struct Finding: Sendable, Hashable {
        package var label: String
        package var count: Int

        package init(_ label: String, _ count: Int) {
            self.label = label
            self.count = count
        }
    }

    package var columns: [Column]
    package var rows: [Row]
    /// An index into `rows`; always scrolled into view.
    package var selected: Int?
    /// The first row shown, corrected so that the room is used and the selection visible.
    package var offset: Int
    package var spacing: Int
    package var showsHeader: Bool
    /// In place of the rows when there are none: "no keys seen yet", never just nothing.
    package var placeholder: Line

    package init(
        columns: [Column], rows: [Row], selected: Int? = nil, offset: Int = 0, spacing: Int = 2,
        showsHeader: Bool = true, placeholder: Line = Line()
    ) {
        self.columns = columns
        self.rows = rows
        self.selected = selected
        self.offset = offset
        self.spacing = spacing
        self.showsHeader = showsHeader
        self.placeholder = placeholder
    }

    package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !rect.isEmpty else { return }
        let layout = columnLayout(width: rect.width)
        let (header, body) = rect.splitTop(showsHeader && rect.height > 1 ? 1 : 0)
        if !header.isEmpty {
            for place in layout {
                let room = Rect(x: rect.x + place.x, y: rect.y, width: place.width, height: 1)
                let titles = [place.column.title] + place.column.shortTitles
                canvas.write(
                    Line.first(of: titles.map { Line($0, .heading) }, within: place.width),
                    in: room,
                    alignment: place.column.alignment, glyphs: glyphs)
            }
        }
        guard !rows.isEmpty else {
            drawPlaceholder(on: &canvas, in: body, glyphs: glyphs)
            return
        }
        let window = visibleRows(height: body.height)
        for (line, index) in window.rows.enumerated() {
            guard let row = rows.element(at: index) else { continue }
            draw(row, index, layout, on: &canvas, in: body.row(line), glyphs: glyphs)
        }
        drawNote(window, on: &canvas, in: body, glyphs: glyphs)
    }

    /// In as many rows as it takes.
    private func drawPlaceholder(on canvas: inout Canvas, in body: Rect, glyphs: Glyphs) {
        guard placeholder.columns > body.width, let style = placeholder.spans.first?.style else {
            canvas.write(placeholder, in: body, glyphs: glyphs)
            return
        }
        let lines = DisplayText(placeholder.string).wrapped(to: max(1, body.width))
        for (row, line) in lines.prefix(body.height).enumerated() {
            canvas.write(Line(line, style), in: body.row(row), glyphs: glyphs)
        }
    }

    private func draw(
        _ row: Row, _ index: Int, _ layout: [PlacedColumn], on canvas: inout Canvas,
        in rect: Rect, glyphs: Glyphs
    ) {
        for (place, content) in cells(of: row, layout, width: rect.width) {
            let room = Rect(x: rect.x + place.x, y: rect.y, width: place.width, height: 1)
            switch content {
            case .line(let line): write(line, place, on: &canvas, in: room, glyphs: glyphs)
            case .forms(let forms):
                write(
                    Line.first(of: forms, within: place.width), place, on: &canvas, in: room,
                    glyphs: glyphs)
            case .sparkline(let widget): canvas.draw(widget, in: room, glyphs: glyphs)
            case .gauge(let widget): canvas.draw(widget, in: room, glyphs: glyphs)
            case .histogram(let widget): canvas.draw(widget, in: room, glyphs: glyphs)
            }
        }
        canvas.note(place: row.place ?? index, in: rect)
        if let style = index == selected ? .selected : row.style { canvas.restyle(rect, style) }
    }

    private func write(
        _ line: Line, _ place: PlacedColumn, on canvas: inout Canvas, in room: Rect, glyphs: Glyphs
    ) {
        canvas.clipped(to: room) {
            _ = $0.write(
                line, in: room, alignment: place.column.alignment,
                truncation: place.column.truncation, glyphs: glyphs)
        }
    }

    private func drawNote(
        _ window: Window, on canvas: inout Canvas, in body: Rect, glyphs: Glyphs
    ) {
        guard window.above + window.below > 0 else { return }
        if window.noteHasOwnLine {
            var parts: [String] = []
            if window.above > 0 { parts.append("\(glyphs.up)\(window.above)") }
            if window.below > 0 { parts.append("+\(window.below) more") }
            var line = Line(DisplayText(parts.joined(separator: "  ")), .dim)
            for (index, finding) in hiddenFindings(window).enumerated() {
                line.append(index == 0 ? ": " : ", ", .dim)
                line.append(DisplayText("\(finding.count) \(finding.label)!"), .warning)
            }
            canvas.write(line, in: body.row(body.height - 1), glyphs: glyphs)
        } else {
            let mark = hiddenFindings(window).isEmpty ? "" : "!"
            let note =
                Line(" +\(window.above + window.below)", .dim) + Line(DisplayText(mark), .warning)
            canvas.write(
                note, in: body.row(0).splitRight(note.columns).right, glyphs: glyphs)
        }
    }
}
