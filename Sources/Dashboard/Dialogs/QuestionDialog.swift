import Metrics
import Screen

/// Asks for the identifier of a scope.
struct QuestionDialog: Widget {
    let state: State
    let kind: InvalidationScope.Kind
    let text: String

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let place = rect.centered(width: 64, height: 6)
        let box = Box(DisplayText("Invalidate \(kind.rawValue)"), style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        let name = kind.argumentName ?? ""
        let label = Line(DisplayText("\(name): "))
        canvas.write(label, in: inside.row(1), glyphs: glyphs)
        let placeholder: DisplayText =
            switch kind {
            case .product, .inventory: "for example 42"
            case .category: "for example shoes"
            case .facets: "empty: all facets"
            default: ""
            }
        canvas.draw(
            InputField(DisplayText(text), placeholder: placeholder),
            in: inside.row(1).inset(left: label.columns), glyphs: glyphs)
        canvas.write(
            Line("Enter", .key) + Line(" shows what would be sent   ", .dim) + Line("Esc", .key)
                + Line(" leaves", .dim),
            in: inside.row(3), glyphs: glyphs)
    }
}
