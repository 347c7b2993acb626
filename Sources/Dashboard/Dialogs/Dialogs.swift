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

/// Names the host and exactly what will be sent, and waits for `y` or the typed word.
struct ConfirmationDialog: Widget {
    let state: State
    let confirmation: State.Confirmation

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let width = min(76, max(38, rect.width - 4))
        let body = wrappedBody(width - 4)
        let lines = body.prefix(max(1, rect.height - 6))
        let place = rect.centered(width: width, height: lines.count + 5)
        let box = Box(
            DisplayText("Invalidate \(confirmation.scope.text)"), style: .focusedBorder)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        for (row, line) in lines.enumerated() {
            canvas.write(line, in: inside.row(row + 1), glyphs: glyphs)
        }
        if body.count > lines.count {
            canvas.write(
                Line(DisplayText("and \(body.count - lines.count + 1) more lines"), .warning),
                in: inside.row(lines.count), glyphs: glyphs)
        }
        drawAnswer(on: &canvas, in: inside.row(inside.height - 1), glyphs: glyphs)
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
        let label = Line("Type ") + Line(DisplayText(word), .dangerousKey)
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

/// All keys, from the table that dispatches them.
struct HelpDialog: Widget {
    let state: State
    let offset: Int

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let lines = lines(glyphs)
        let place = rect.centered(width: 74, height: min(rect.height, lines.count + 2))
        let room = max(0, place.height - 2)
        let first = min(offset, max(0, lines.count - room))
        let annotation =
            lines.count > room
            ? Line(DisplayText("\(glyphs.up)\(glyphs.down) scroll, any other key closes"), .dim)
            : Line("any key closes", .dim)
        let box = Box("Help", annotation: annotation)
        canvas.draw(box, in: place, glyphs: glyphs)
        let inside = box.content(of: place)
        for (row, line) in lines.dropFirst(first).prefix(room).enumerated() {
            canvas.write(line, in: inside.row(row), glyphs: glyphs)
        }
    }

    private func lines(_ glyphs: Glyphs) -> [Line] {
        let offered = Keymap.offered(readOnly: state.setting.isReadOnly)
        func entry(_ binding: Binding) -> Line {
            let label = binding.label.count < 10
                ? binding.label + String(repeating: " ", count: 10 - binding.label.count)
                : binding.label
            return Line(DisplayText(label), binding.mutates ? .dangerousKey : .key)
                + Line(DisplayText(binding.help))
        }
        var lines = [Line("Looking", .heading)]
        lines += offered.filter { !$0.mutates }.map(entry)
        lines.append(Line())
        let changing = offered.filter(\.mutates)
        if changing.isEmpty {
            lines.append(Line("Started with --read-only: nothing here changes the cache.", .good))
        } else {
            lines.append(Line("Changing the cache (each asks first)", .heading))
            lines += changing.map(entry)
        }
        lines.append(Line())
        lines.append(Line("Reading the screen", .heading))
        lines += Self.legend.map { Line(DisplayText($0.0), .accent) + Line(DisplayText($0.1)) }
        return lines
    }

    private static let legend = [
        ("-         ", "nothing to measure: no look-ups, no permission, not yet"),
        ("~         ", "an estimate: from a sample, or from a slow sweep"),
        ("1 m       ", "hits of all look-ups that the API reported in the last minute"),
        ("redis     ", "the server's own rate, the API's reads of its counters included"),
        ("edge      ", "how long CDN or pages may serve an old copy after a purge"),
        ("dead keys ", "of versions before the counter's: never read again, waiting for TTL"),
        ("gaps      ", "stretches of the event stream that were trimmed before being read"),
    ]
}
