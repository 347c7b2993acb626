/// Something that draws itself into a rectangle. Widgets are values made for one frame; what
/// lasts longer (a selection, a scroll offset) is the caller's state and passed in.
package protocol Widget: Sendable {
    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs)
}

extension Canvas {
    package mutating func draw(_ widget: some Widget, in rect: Rect, glyphs: Glyphs) {
        clipped(to: rect) { widget.draw(on: &$0, in: rect, glyphs: glyphs) }
    }
}
