import Metrics
import Screen

/// The whole plan and the question: names the host, what will be sent and what it will cost, and
/// waits for `y` or the typed word.
///
/// In little room blank lines go first, then examples; what counts is never cut, so what is not
/// wholly on the screen can't be confirmed.
struct PlanDialog: Widget {
    let state: State
    let planned: PlannedInvalidation
    let typed: String

    private static let labelWidth = 10

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let fit = fit(in: rect)
        let place = rect.centered(width: fit.width, height: fit.body.count + 3)
        let box = Box(
            DisplayText("Invalidate \(planned.scope.text)"), annotation: age, style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        for (row, line) in fit.body.enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
        let answer = inside.row(inside.height - 1)
        guard fit.isComplete else {
            canvas.fill(answer)
            canvas.write(
                Line("More than fits: enlarge the terminal. Any key cancels.", .warning),
                in: answer, glyphs: glyphs)
            return
        }
        drawAnswer(on: &canvas, in: answer, glyphs: glyphs)
    }

    /// Whether all of the plan is on the screen.
    func isComplete(in rect: Rect) -> Bool { fit(in: rect).isComplete }

    private struct Fit {
        var width: Int
        var body: [Line]
        var isComplete: Bool
    }

    private func fit(in rect: Rect) -> Fit {
        let width = min(96, max(38, rect.width - 4))
        // Two rows of frame and one for the answer.
        let room = max(0, rect.height - 3)
        var body = lines(width - 4, isSpaced: true, isBrief: false)
        for isBrief in [false, true] where body.count > room {
            body = lines(width - 4, isSpaced: false, isBrief: isBrief)
        }
        return Fit(
            width: width, body: Array(body.prefix(room)), isComplete: body.count <= room)
    }

    /// A plan that lay open for long is of a cache that has changed since.
    private var age: Line {
        let seconds = state.serverNow.seconds(since: planned.at)
        guard seconds >= 30 else { return Line() }
        return Line(
            DisplayText("counted \(Format.span(seconds)) ago"), seconds >= 120 ? .warning : .dim)
    }

    private func drawAnswer(on canvas: inout Canvas, in row: Rect, glyphs: Glyphs) {
        guard state.wantsTyping(planned.scope) else {
            canvas.write(
                Line("y", .dangerousKey)
                    + Line(
                        planned.isEmpty
                            ? " sends it all the same, any other key cancels"
                            : " sends it, any other key cancels"), in: row,
                glyphs: glyphs)
            return
        }
        let word = planned.scope.kind.rawValue
        let label =
            Line("Type ") + Line(DisplayText(word), .dangerousKey)
            + Line(" and Enter, Esc cancels: ")
        let used = canvas.write(label, in: row, glyphs: glyphs)
        canvas.draw(InputField(DisplayText(typed)), in: row.inset(left: used), glyphs: glyphs)
    }

    // MARK: Lines

    private func lines(_ width: Int, isSpaced: Bool, isBrief: Bool) -> [Line] {
        let facts = PlanFacts(
            planned, now: state.serverNow, utcOffsetSeconds: state.setting.utcOffsetSeconds,
            batch: state.setting.purgeBatch, isBrief: isBrief,
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
