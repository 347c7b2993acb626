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
        let panel = Panel(DisplayText(name), annotation: annotation, isFocused: true)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        var rest = panel.content(of: rect).inset(right: 1)
        guard let key else {
            let why =
                state.viewing == nil
                ? "Nothing is known of this key yet."
                : "What a key was like is not recorded; 0 returns to now."
            state.explain(why, .dim, on: &canvas, in: rest)
            return
        }
        for fact in facts(of: key) {
            guard rest.height > 0 else { return }
            rest = draw(fact, on: &canvas, in: rest, glyphs)
        }
    }

    private var annotation: Line {
        guard let key else { return Line() }
        guard let at = key.at else { return Line("asking the server", .dim) }
        return Line(
            DisplayText("asked \(Format.ago(max(0, state.viewedAt.seconds(since: at))))"), .dim)
    }

    /// A label, and its text on as many rows as it takes, or a curve.
    private struct Fact {
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

    // MARK: What the server says

    private func serverFacts(of key: InspectedKey) -> [Fact] {
        let ttl = key.resource.flatMap { state.resource($0)?.policy.ttlSeconds }
        let left: String? =
            switch key.life {
            case .never?: "never expires"
            case .gone?: "gone"
            case .expires?: Format.life(key.ttlSeconds, ofTTL: ttl ?? 60)
            case nil: nil
            }
        let idle = key.idleSeconds.map { "not used for \(Format.span(Double($0)))" }
        let uses = key.frequency.map { "\($0) of 255, the server's logarithmic counter of uses" }
        var facts = [
            fact("TTL left", left, [.pttl], key),
            fact("size", key.bytes.map { Format.bytes($0) }, [.memory], key),
            fact("type", key.type, [.type], key),
            fact("encoding", key.encoding, [.encoding], key),
            fact("use", idle ?? uses, [.idle, .frequency], key),
        ]
        if key.length != nil || key.refusal(of: .length) != nil {
            let unit = key.type == "string" ? "bytes" : "elements"
            facts.append(
                fact(
                    "length", key.length.map { "\(Format.grouped($0)) \(unit)" }, [.length], key))
        }
        return facts
    }

    /// What is refused says so in the server's words.
    private func fact(
        _ label: String, _ value: String?, _ questions: [KeyInspection.Question],
        _ key: InspectedKey
    ) -> Fact {
        if let value { return Fact(label: label, line: Line(DisplayText(value))) }
        if let why = questions.lazy.compactMap({ key.refusal(of: $0) }).first {
            return Fact(label: label, line: Line(" ", .warning), text: why)
        }
        return Fact(label: label, line: Line(DisplayText(Format.absent), .dim))
    }

    private func value(of key: InspectedKey) -> [Fact] {
        if let why = key.refusal(of: .value) {
            return [Fact(label: "value", line: Line(" ", .warning), text: why)]
        }
        if let why = key.valueWithheld {
            return [Fact(label: "value", line: Line(" ", .dim), text: why)]
        }
        if let value = key.value {
            let end = key.valueIsWhole == true ? "" : state.glyphs.ellipsis.string
            var fact = Fact(label: "value", text: value.isEmpty ? "empty" : value + end)
            fact.isVerbatim = true
            return [fact]
        }
        if state.isReplay || key.life == .gone { return [] }
        return [
            Fact(
                label: "value",
                line: Line("v", .key) + Line(" reads its length and its first bytes", .dim))
        ]
    }

    // MARK: What is known here

    private func generation(of key: InspectedKey) -> Fact {
        guard let generation = key.generation else {
            return Fact(label: "generation", line: Line("none in the key", .dim))
        }
        let counter = key.counter.map { "counter \($0)" } ?? "counter not known"
        let verdict: Line =
            switch key.isDead {
            case true?: Line("  dead: no one reads it any more", .accent)
            case false?: Line("  alive", .dim)
            case nil: Line()
            }
        return Fact(
            label: "generation", line: Line(DisplayText("v\(generation), \(counter)")) + verdict)
    }

    private func lastInvalidation(of key: InspectedKey) -> Fact {
        guard let last = key.lastInvalidation else {
            return Fact(label: "invalidated", line: Line("not that is known", .dim))
        }
        let by = last.by.map { " by \($0)" } ?? ""
        let outcome = last.outcome == .done ? "" : ", \(last.outcome.words)"
        return Fact(
            label: "invalidated",
            line: Line(DisplayText("\(state.time(last.at))\(by)"))
                + Line(DisplayText("  \(last.scope)\(outcome)"), .dim))
    }

    private func lookups(of key: InspectedKey) -> [Fact] {
        guard !key.windows.isEmpty else {
            return [
                Fact(
                    label: "look-ups",
                    line: Line("not among the most missed keys of the last hour", .dim))
            ]
        }
        var facts = key.windows.enumerated().map { index, window in
            let line =
                Line(DisplayText("\(window.seconds / 60) min".padded(before: 6)), .dim)
                + Line(DisplayText("  \(Format.count(window.misses).padded(before: 6)) misses"))
                + Line(DisplayText("  \(Format.count(window.hits).padded(before: 6)) hits"))
                + Line(DisplayText("  \(Format.percent(window.hitRate).padded(before: 6))"))
            return Fact(label: index == 0 ? "look-ups" : "", line: line)
        }
        facts.append(Fact(label: "misses/min", minutes: key.minutes))
        return facts
    }
}

extension DisplayText {
    /// The text in pieces of at most so many columns.
    fileprivate func chunks(of columns: Int) -> [DisplayText] {
        var lines: [String] = []
        var used = columns
        for piece in pieces {
            if used + piece.columns > columns {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1] += piece.text
            used += piece.columns
        }
        return lines.map { DisplayText($0) }
    }
}
