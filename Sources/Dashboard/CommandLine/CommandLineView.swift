import Screen

/// The last line while a command is typed: the line, and what could be typed next.
struct CommandLineView: Widget {
    let entry: CommandEntry

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.write(":", x: rect.x, y: rect.y, style: .key)
        let field = rect.splitLeft(1).rest
        let proposals = proposals(within: rect.width / 2, glyphs)
        let (left, right) = field.splitRight(proposals.columns)
        canvas.draw(
            InputField(
                DisplayText(entry.text), placeholder: "purge, goto, baseline ...; Tab completes"),
            in: left, glyphs: glyphs)
        canvas.write(proposals, in: right, glyphs: glyphs)
    }

    /// From the chosen one on, as many as fit.
    private func proposals(within room: Int, _ glyphs: Glyphs) -> Line {
        var line = Line()
        let first = entry.proposal ?? 0
        for (index, text) in entry.proposals.enumerated().dropFirst(first) {
            let part = Line(DisplayText("  \(text)"), index == entry.proposal ? .accent : .dim)
            guard line.columns + part.columns <= room else { break }
            line += part
        }
        return line
    }
}
