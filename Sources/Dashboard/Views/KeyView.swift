import Metrics
import Screen

/// One key by itself: what is counted of its look-ups, and what the server says of it.
struct KeyView: Widget {
    let state: State
    let name: String

    private static let labelWidth = 14

    /// nil: an earlier moment is shown, or a file that was written in another view.
    private var key: InspectedKey? {
        state.shown.inspected.flatMap { $0.key == name ? $0 : nil }
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let whole = DisplayText(name.shownName)
        // A long name leaves room for when it was asked for.
        let most = max(12, rect.width - 28)
        let names = [whole, whole.truncated(to: most, .middle, glyphs: glyphs)]
        let panel = Panel(RuleTitle(names, [RulePart(.age, annotation)]), isFocused: true)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let inside = panel.content(of: rect).inset(right: 1)
        guard let key else {
            let why =
                state.viewing == nil
                ? "Nothing is known of this key yet."
                : "What a key was like is not recorded; 0 returns to now."
            state.explain(why, .dim, on: &canvas, in: inside)
            return
        }
        let offset = min(state.viewOffset, lastOffset(in: rect))
        canvas.clipped(to: inside) { canvas in
            let above = Rect(
                x: inside.x, y: inside.y - offset, width: inside.width, height: Self.mostRows)
            _ = drawFacts(of: key, on: &canvas, in: above, glyphs)
        }
        let below = lastOffset(in: rect) - offset
        guard below > 0 else { return }
        let more = Line(DisplayText(" \(glyphs.down)\(below) more"), .accent)
        canvas.write(
            more, in: inside.row(inside.height - 1), alignment: .trailing, glyphs: glyphs)
    }

    /// More than any key has to say.
    private static let mostRows = 400

    /// Rows that can be scrolled away before the last ones are on the screen.
    func lastOffset(in rect: Rect) -> Int {
        guard let key else { return 0 }
        let inside = Panel("").content(of: rect).inset(right: 1)
        var nowhere = Canvas(size: Size(columns: 0, rows: 0))
        let room = Rect(x: 0, y: 0, width: inside.width, height: Self.mostRows)
        return max(0, drawFacts(of: key, on: &nowhere, in: room, state.glyphs) - inside.height)
    }

    /// The rows that they took.
    private func drawFacts(
        of key: InspectedKey, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) -> Int {
        let rest = facts(of: key).reduce(rect) {
            draw($1, on: &canvas, in: $0, glyphs)
        }
        return rect.height - rest.height
    }

    private var annotation: Line {
        guard let key else { return Line() }
        guard let at = key.at else { return Line("asking the server", .dim) }
        return Line(
            DisplayText("asked \(Format.ago(max(0, state.viewedAt.seconds(since: at))))"), .dim)
    }

    /// A label, and its text on as many rows as it takes, or a curve.
    struct Fact {
        var label: String
        var line = Line()
        /// Further rows, of foreign text.
        var text: String?
        var minutes: [UInt64?]?
        /// The text is cut at the edge, not between words.
        var isVerbatim = false
    }

    private func draw(
        _ fact: Fact, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
    ) -> Rect {
        canvas.write(Line(DisplayText(fact.label), .heading), in: rect.row(0), glyphs: glyphs)
        let right = rect.inset(left: Self.labelWidth)
        if let minutes = fact.minutes {
            let rows = min(3, right.height)
            canvas.draw(
                Sparkline(minutes.map { $0.map { Double($0) } }, fitting: .peaks),
                in: Rect(x: right.x, y: right.y, width: min(60, right.width), height: rows),
                glyphs: glyphs)
            return rect.splitTop(rows).rest
        }
        guard let text = fact.text else {
            canvas.write(fact.line, in: right.row(0), glyphs: glyphs)
            return rect.splitTop(1).rest
        }
        let style = fact.line.spans.first?.style ?? .plain
        if fact.isVerbatim {
            let lines = DisplayText(text).chunks(of: max(1, right.width - 1))
            for (row, line) in lines.enumerated() where row < right.height {
                canvas.write(line, x: right.x, y: right.y + row)
            }
            return rect.splitTop(min(max(1, lines.count), rect.height)).rest
        }
        let used = state.explain(text, style, on: &canvas, in: right)
        return rect.splitTop(max(1, used)).rest
    }

    private func facts(of key: InspectedKey) -> [Fact] {
        var facts = [Fact(label: "resource", line: resource(of: key))]
        if key.life == .gone {
            let at = key.at.map { " at \(state.time($0))" } ?? ""
            facts.append(
                Fact(
                    label: "gone", line: Line("", .accent),
                    text:
                        "It was not there when it was asked for\(at): expired, evicted or removed.")
            )
        }
        facts += serverFacts(of: key)
        facts.append(generation(of: key))
        facts.append(lastInvalidation(of: key))
        facts += lookups(of: key)
        facts += value(of: key)
        return facts
    }

    private func resource(of key: InspectedKey) -> Line {
        guard let name = key.resource else { return Line("none: unclassified", .dim) }
        let ttl = state.resource(name).map { "  policy \(Format.ttl($0.policy.ttlSeconds))" } ?? ""
        return Line(DisplayText(name)) + Line(DisplayText(ttl), .dim)
    }
}

extension DisplayText {
    /// The text in pieces of at most so many columns.
    fileprivate func chunks(of columns: Int) -> [DisplayText] {
        var lines: [String] = []
        var used = columns
        for piece in pieces {
            if lines.isEmpty || used + piece.columns > columns {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1] += piece.text
            used += piece.columns
        }
        return lines.map { DisplayText($0) }
    }
}
