import Metrics
import Screen

/// The second line: how many alerts there are, each at least in a word; the worst in as many words as there
/// is room for.
struct AlertLine: Widget {
    /// The worst first.
    let alerts: [Alert]
    /// Whether it is known that there are no others.
    let isKnown: Bool
    /// An earlier moment is shown.
    var isPast = false

    private static let countColumns = 11

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let worst = alerts.first, !rect.isEmpty else {
            let none =
                isKnown
                ? " no alerts" : isPast ? " alerts of this time were not recorded" : ""
            canvas.write(Line(DisplayText(none), .dim), in: rect, glyphs: glyphs)
            return
        }
        let count = alerts.count == 1 ? " 1 alert" : " \(alerts.count) alerts"
        let others = isPast && !isKnown ? Line("others not recorded  ", .dim) : Line()
        let key = (rect.width < 60 ? Line() : others) + Line("a", .key) + Line(" all ")
        canvas.write(key, in: rect, alignment: .trailing, glyphs: glyphs)
        let style = worst.isNow ? Style(worst.severity) : .dim
        let head = Line(DisplayText(count.padded(after: Self.countColumns)), style)
        let line = head + parts(within: rect.width - head.columns - key.columns - 1, glyphs)
        canvas.write(line, in: rect, glyphs: glyphs)
    }

    /// Alerts of a rule are one part; a word for each, then more words from the first on.
    private func parts(within room: Int, _ glyphs: Glyphs) -> Line {
        var groups: [[Alert]] = []
        for alert in alerts {
            let index = groups.firstIndex {
                $0.first?.rule == alert.rule && $0.first?.severity == alert.severity
                    && $0.first?.isNow == alert.isNow
            }
            if let index { groups[index].append(alert) } else { groups.append([alert]) }
        }
        let forms = groups.map { Self.forms(of: $0, glyphs) }
        var lines = forms.compactMap(\.last)
        while lines.count > 1, Self.columns(lines) + more(groups.count - lines.count).columns > room
        {
            lines.removeLast()
        }
        let rest = more(groups.count - lines.count)
        for (index, longer) in forms.prefix(lines.count).enumerated() {
            for form in longer {
                let others = Self.columns(lines) - lines[index].columns
                guard others + form.columns + rest.columns <= room else { continue }
                lines[index] = form
                break
            }
        }
        return lines.reduce(Line()) { ($0.isEmpty ? $0 : $0 + Line("  ")) + $1 } + rest
    }

    private func more(_ count: Int) -> Line {
        count > 0 ? Line(DisplayText("  +\(count) more"), .warning) : Line()
    }

    private static func columns(_ lines: [Line]) -> Int {
        lines.reduce(-2) { $0 + $1.columns + 2 }
    }

    /// Longest first.
    private static func forms(of group: [Alert], _ glyphs: Glyphs) -> [Line] {
        guard let first = group.first else { return [] }
        let mark = !first.isNow ? "-" : first.severity == .critical ? glyphs.critical : "!"
        let gists = group.map(\.gist).joined(separator: ", ")
        // It stays for a while, whether it comes back.
        var forms = first.isNow ? [gists] : ["\(gists), not now", gists]
        if group.count > 1 {
            forms.append("\(first.gist), +\(group.count - 1)")
            forms.append("\(first.word) x\(group.count)")
        } else {
            forms += [first.brief, first.word].compactMap(\.self)
        }
        let style = first.isNow ? Style(first.severity) : .dim
        return forms.map { Line(DisplayText("\(mark) \($0)"), style) }
    }
}
