import Metrics
import Screen

/// What stands below the resources: numbers that look like an idle shop, or like no keys, must not stand
/// alone.
struct ResourceNotes {
    let readings: Readings

    private var state: State { readings.state }

    var count: Int { state.shown.eventNotes.count + sentences.count }

    /// What is missing although events come in, and what the sweep may not ask.
    var sentences: [String] { gaps + readings.sweepProblems }

    private var gaps: [String] {
        guard !state.isLost, let why = state.state(of: .streamInfo).why,
            state.state(of: .events).isFresh
        else { return [] }
        switch state.state(of: .streamInfo) {
        case .fresh, .notYet: return []
        case .asOf(let at, _):
            return ["gaps known to \(state.time(at)), XINFO is refused: \(why)"]
        case .refused: return ["gaps unknown, XINFO is refused: \(why)"]
        case .notTold: return ["gaps unknown: \(why)"]
        }
    }

    /// In the last rows, and rather than the sums. Returns the room that is left.
    func drawn(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) -> Rect {
        var lines = state.shown.eventNotes
        for sentence in sentences {
            let gist = DisplayText(sentence).gist(
                within: rect.width, more: PanelKind.resources.key)
            lines.append(Line(gist, .warning))
        }
        let (room, rows) = rect.splitBottom(min(lines.count, max(0, rect.height - 2)))
        for (index, line) in lines.enumerated() {
            canvas.write(line, in: rows.row(index), glyphs: glyphs)
        }
        return room
    }
}
