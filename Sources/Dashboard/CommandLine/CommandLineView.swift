import Screen

/// The last line while a command is typed.
struct CommandLineView: Widget {
    let entry: CommandEntry

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.write(":", x: rect.x, y: rect.y, style: .key)
        canvas.draw(
            InputField(
                DisplayText(entry.text),
                placeholder: "purge, goto, baseline ...; Tab lists what fits"),
            in: rect.splitLeft(1).rest, glyphs: glyphs)
    }
}
