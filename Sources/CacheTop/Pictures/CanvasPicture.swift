import Screen

/// A frame as an SVG picture, in the colours of a terminal with 256 of them on a dark ground.
nonisolated struct CanvasPicture {
    private static let cell = (width: 8.4, height: 18.0)
    private static let margin = 8.0
    private static let fontSize = 14
    private static let ground = "#16181d"
    private static let ink = "#d4d4d4"

    let canvas: Canvas

    /// A whole SVG document. What it says in words is in its title, for those who can't see it.
    func document(title: String) -> String {
        let width = Double(canvas.size.columns) * Self.cell.width + 2 * Self.margin
        let height = Double(canvas.size.rows) * Self.cell.height + 2 * Self.margin
        let (columns, rows) = (SVGElement.number(width), SVGElement.number(height))
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(columns) \(rows)\" "
        text += "width=\"\(columns)\" height=\"\(rows)\" role=\"img\" "
        text += "font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
        text += "font-size=\"\(Self.fontSize)\" xml:space=\"preserve\">\n"
        text += "<title>\(SVGElement.escaped(title))</title>\n"
        text += SVGElement.rectangle(
            x: 0, y: 0, width: width, height: height, color: Self.ground)
        for row in 0..<canvas.size.rows {
            for run in canvas.runs(inRow: row) { text += elements(of: run, row: row) }
        }
        return text + "</svg>\n"
    }

    private func elements(of run: StyledRun, row: Int) -> String {
        let look = Palette.many.appearance(of: run.style)
        var ink = look.foreground < 0 ? Self.ink : XtermColor(index: look.foreground).description
        var ground = look.background < 0 ? nil : XtermColor(index: look.background).description
        if look.isReversed { (ink, ground) = (ground ?? Self.ground, ink) }
        let y = Self.margin + Double(row) * Self.cell.height
        var elements = ""
        if let ground {
            elements += SVGElement.rectangle(
                x: place(run.x), y: y, width: Double(run.cells.count) * Self.cell.width,
                height: Self.cell.height, color: ground)
        }
        var word = Word(x: run.x)
        for (offset, cell) in run.cells.enumerated() {
            if let shape = CellShape(cell.text) {
                elements += self.text(of: word, row: row, color: ink, look)
                word = Word(x: run.x + offset + 1)
                elements += shape.elements(
                    x: place(run.x + offset), y: y, width: Self.cell.width,
                    height: Self.cell.height, color: ink)
            } else if cell.text == " " {
                elements += self.text(of: word, row: row, color: ink, look)
                word = Word(x: run.x + offset + 1)
            } else {
                word.text += cell.text
                word.columns += 1
            }
        }
        return elements + text(of: word, row: row, color: ink, look)
    }

    /// Characters without a space between them.
    private struct Word {
        var x: Int
        var text = ""
        var columns = 0
    }

    private func text(of word: Word, row: Int, color: String, _ look: Appearance) -> String {
        guard !word.text.isEmpty else { return "" }
        return SVGElement.text(
            word.text, x: place(word.x),
            y: Self.margin + (Double(row) + 0.76) * Self.cell.height,
            width: Double(word.columns) * Self.cell.width, color: color, look)
    }

    private func place(_ column: Int) -> Double {
        Self.margin + Double(column) * Self.cell.width
    }
}
