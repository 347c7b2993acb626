import Metrics
import Screen

/// Names the host and exactly what will be sent, and waits for `y` or the typed word.
struct ConfirmationDialog: Widget {
    let state: State
    let confirmation: State.Confirmation

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let fit = fit(in: rect)
        let place = rect.centered(width: fit.width, height: fit.body.count + fit.margin + 3)
        let box = Box(
            DisplayText("Invalidate \(confirmation.scope.text)"), style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        for (row, line) in fit.body.enumerated() {
            canvas.write(line, in: inside.row(row + fit.margin), glyphs: glyphs)
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

    /// Whether all of the plan is on the screen: what is not shown can't be confirmed.
    func isComplete(in rect: Rect) -> Bool { fit(in: rect).isComplete }

    private func fit(in rect: Rect) -> (width: Int, margin: Int, body: [Line], isComplete: Bool) {
        let width = min(76, max(38, rect.width - 4))
        let body = wrappedBody(width - 4)
        // Two rows of frame and one for the answer; blank rows are the first to go.
        let room = max(0, rect.height - 3)
        if body.count + 1 <= room { return (width, 1, body, true) }
        let dense = body.filter { !$0.isEmpty }
        return (width, 0, Array(dense.prefix(room)), dense.count <= room)
    }

    private func drawAnswer(on canvas: inout Canvas, in row: Rect, glyphs: Glyphs) {
        guard confirmation.plan != nil else {
            let text: DisplayText =
                confirmation.failure == nil ? "Any key cancels." : "Any key closes this."
            canvas.write(Line(text, .dim), in: row, glyphs: glyphs)
            return
        }
        guard state.wantsTyping(confirmation.scope) else {
            canvas.write(
                Line("y", .dangerousKey) + Line(" sends it, any other key cancels"), in: row,
                glyphs: glyphs)
            return
        }
        let word = confirmation.scope.kind.rawValue
        let label =
            Line("Type ") + Line(DisplayText(word), .dangerousKey)
            + Line(" and Enter, Esc cancels: ")
        let used = canvas.write(label, in: row, glyphs: glyphs)
        canvas.draw(
            InputField(DisplayText(confirmation.typed)), in: row.inset(left: used),
            glyphs: glyphs)
    }

    /// Every line of the plan in full: what is sent is never cut off.
    private func wrappedBody(_ width: Int) -> [Line] {
        if let failure = confirmation.failure {
            return DisplayText(failure).wrapped(to: width).map { Line($0, .critical) }
        }
        guard let plan = confirmation.plan else { return [Line("making the plan …", .dim)] }
        var lines: [Line] = []
        func add(_ text: String, _ style: Style = .plain) {
            lines += DisplayText(text).wrapped(to: width).map { Line($0, style) }
        }
        add(plan.way == .api ? "Asks the shop's API" : "Changes Redis itself", .heading)
        add(plan.target, .accent)
        lines.append(Line())
        for text in plan.descriptions { add(text) }
        lines.append(Line())
        for note in notes(plan) { add(note, .dim) }
        lines.append(Line())
        return lines
    }

    private func notes(_ plan: InvalidationPlan) -> [String] {
        var notes: [String] = []
        if plan.way == .api { notes.append("The API decides what goes.") }
        if plan.edgeSeconds > 0 {
            let until = state.serverNow.adding(seconds: Double(plan.edgeSeconds))
            notes.append(
                "The CDN may serve the old copy for \(Format.span(Double(plan.edgeSeconds))) more, "
                    + "until \(until.timeOfDay(offsetSeconds: state.setting.utcOffsetSeconds)).")
        }
        return notes
    }
}
