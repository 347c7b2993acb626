import Metrics
import Screen

/// Below what happened to a resource, where there is room: why it misses, and the hit rate at other times to
/// live. `i` shows all of it.
struct ResourceInsight: Widget {
    let state: State
    let report: ResourceReport
    /// What there is for it and for what happened.
    let room: Size
    var part = Part.whole

    enum Part { case whole, causes, curve }

    /// Rows that what happened keeps.
    static let leastAbove = 6

    private struct Section {
        var title: String
        var annotation: Line
        var lines: [Line]

        var height: Int { lines.count + 1 }
    }

    /// The rows that it takes: of whole sections only.
    var height: Int { sections.reduce(0) { $0 + $1.height } }

    /// Rows of its titles.
    var rules: [Int] {
        sections.reduce(into: (rows: [Int](), next: 0)) { found, section in
            found.rows.append(found.next)
            found.next += section.height
        }.rows
    }

    /// Whether there is a curve beside the causes, which may stand elsewhere.
    var canBeParted: Bool { part == .whole && sections.count > 1 }

    func only(_ part: Part) -> ResourceInsight {
        var insight = self
        insight.part = part
        return insight
    }

    private var sections: [Section] {
        switch part {
        case .whole: all
        case .causes: Array(all.prefix(1))
        case .curve: Array(all.dropFirst())
        }
    }

    private var all: [Section] {
        guard !state.isNotRecorded("resources[].missCauses") else { return [] }
        // Beside the line that divides the view.
        let width = room.columns - 3
        let most = room.rows - Self.leastAbove
        let causes = MissCauseLines(state: state, report: report)
        let curve = TTLCurveLines(state: state, report: report)
        let why = Section(
            title: "Why it misses", annotation: causes.sample,
            lines: causes.lines(width, state.glyphs))
        let hint = Line("i", .key) + Line(" all", .dim)
        func other(_ lines: [Line]) -> Section {
            Section(
                title: "Hit rate by TTL", annotation: hint, lines: lines + curve.advice(width))
        }
        let forms = [
            [why, other(curve.lines(width, state.glyphs))], [why, other(curve.brief(width))], [why],
        ]
        return forms.first { $0.reduce(0) { $0 + $1.height } <= most } ?? []
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        var rest = rect
        for section in sections {
            let place: Rect
            (place, rest) = rest.splitTop(section.height)
            let panel = Panel(DisplayText(section.title), annotation: section.annotation)
            canvas.draw(panel, in: place, glyphs: glyphs)
            let inside = panel.content(of: place).inset(right: 1)
            canvas.clipped(to: inside) { canvas in
                for (row, line) in section.lines.enumerated() {
                    canvas.write(line, in: inside.row(row), glyphs: glyphs)
                }
            }
        }
    }
}
