import Metrics
import Screen

/// The whole plan and the question: names the host, what will be sent and what it will cost, and
/// waits for `y` or the typed word.
///
/// In little room blank lines go first, then examples; what counts is never cut. What then still does not fit
/// scrolls, and can be confirmed once its end was on the screen.
struct PlanDialog: Widget {
    let state: State
    let planned: PlannedInvalidation
    let confirmation: State.Confirmation

    private static let labelWidth = 10

    init(state: State, planned: PlannedInvalidation, _ confirmation: State.Confirmation) {
        self.state = state
        self.planned = planned
        self.confirmation = confirmation
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let box = box(in: rect)
        canvas.draw(box, in: rect, glyphs: glyphs)
        drawAnswer(
            mayBeConfirmed(in: rect), on: &canvas, in: box.answer(0, in: rect), glyphs)
    }

    /// All of it is on the screen, or was.
    func mayBeConfirmed(in rect: Rect) -> Bool {
        confirmation.isRead || box(in: rect).isWhole(in: rect)
    }

    func box(in rect: Rect) -> ScrollBox {
        let width = min(96, max(38, rect.width - 4))
        let columns = ScrollBox.textColumns(min(width, rect.width))
        var box = ScrollBox(
            DisplayText("Invalidate \(planned.scope.text)"), annotations: [age], width: width,
            lines: lines(columns, isSpaced: true, isBrief: false), answers: [Line()],
            offset: confirmation.offset)
        for isBrief in [false, true] where !box.isWhole(in: rect) {
            box.lines = lines(columns, isSpaced: false, isBrief: isBrief)
        }
        if !box.isWhole(in: rect) {
            box.lines = lines(columns, isSpaced: false, isBrief: true, beginsWithNew: true)
        }
        return box
    }

    /// A plan that lay open for long is of a cache that has changed since.
    private var age: Line {
        let seconds = state.serverNow.seconds(since: planned.at)
        guard seconds >= 30 else { return Line() }
        return Line(
            DisplayText("counted \(Format.span(seconds)) ago"), seconds >= 120 ? .warning : .dim)
    }

    private func drawAnswer(
        _ mayConfirm: Bool, on canvas: inout Canvas, in row: Rect, _ glyphs: Glyphs
    ) {
        guard mayConfirm else {
            let key = state.wantsTyping(planned.scope) ? "the word" : "y"
            let forms = [
                " shows the rest, then \(key) sends it; Esc cancels",
                " first, then \(key); Esc cancels",
            ]
            let lines = forms.map { Line("Down", .key) + Line($0, .warning) }
            canvas.write(Line.first(of: lines, within: row.width), in: row, glyphs: glyphs)
            return
        }
        guard state.wantsTyping(planned.scope) else {
            let words =
                planned.isEmpty
                ? " sends it all the same, any other key cancels"
                : " sends it, any other key cancels"
            canvas.write(Line("y", .dangerousKey) + Line(words), in: row, glyphs: glyphs)
            return
        }
        let word = planned.scope.kind.rawValue
        let label = Line("Type ") + Line(DisplayText(word), .dangerousKey)
        let forms = [" and Enter, Esc cancels: ", " and Enter: ", ": "].map { label + Line($0) }
        let used = canvas.write(
            Line.first(of: forms, within: row.width - word.count - 2), in: row, glyphs: glyphs)
        canvas.draw(
            InputField(DisplayText(confirmation.typed)), in: row.inset(left: used), glyphs: glyphs)
    }

    // MARK: Lines

    private func lines(
        _ width: Int, isSpaced: Bool, isBrief: Bool, beginsWithNew: Bool = false
    ) -> [Line] {
        let facts = PlanFacts(
            planned, now: state.serverNow, utcOffsetSeconds: state.setting.utcOffsetSeconds,
            batch: state.setting.purgeBatch, isBrief: isBrief, beginsWithNew: beginsWithNew,
            ellipsis: state.glyphs.ellipsis.string)
        var lines: [Line] = []
        if state.setting.isProduction {
            lines.append(Line(" PRODUCTION ", .production) + Line("  what you confirm is live"))
        }
        for group in facts.groups {
            if isSpaced, !lines.isEmpty || state.setting.isProduction { lines.append(Line()) }
            for fact in group { lines += self.lines(fact, width) }
        }
        if isSpaced { lines.append(Line()) }
        return lines
    }

    /// The label, then the fact beside it however many lines it takes.
    private func lines(_ fact: PlanFact, _ width: Int) -> [Line] {
        let blank = String(repeating: " ", count: Self.labelWidth)
        let texts = fact.texts.flatMap { Self.wrapped($0, to: max(1, width - Self.labelWidth)) }
        return texts.enumerated().map { index, text in
            let label =
                index > 0 ? blank : String((fact.label + blank).prefix(Self.labelWidth))
            return Line(DisplayText(label), .heading) + Line(text, fact.emphasis.style)
        }
    }

    /// Pieces stay whole where they can: `product 14:06:22` is not torn in two.
    private static func wrapped(_ pieces: [String], to width: Int) -> [DisplayText] {
        var lines: [DisplayText] = []
        for piece in pieces.map({ DisplayText($0) }) {
            if let last = lines.last, last.columns + 1 + piece.columns <= width {
                lines[lines.count - 1] = last + " " + piece
            } else {
                lines += piece.wrapped(to: width)
            }
        }
        return lines
    }
}

extension PlanFact.Emphasis {
    var style: Style {
        switch self {
        case .plain: .plain
        case .important: .accent
        case .warning: .warning
        }
    }
}
