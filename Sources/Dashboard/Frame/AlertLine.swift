import Metrics
import Screen

/// The second line: how many alerts hold, each at least in a word, causes before what they explain; the first
/// in as many words as there is room for. Those that are over share the end of the line.
struct AlertLine: Widget {
    /// In the order in which they are read.
    let alerts: [Alert]
    /// Whether it is known that there are no others.
    let isKnown: Bool
    /// An earlier moment is shown.
    var isPast = false
    var utcOffsetSeconds = 0

    private static let countColumns = 11

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard !alerts.isEmpty, !rect.isEmpty else {
            let none =
                isKnown
                ? " no alerts" : isPast ? " alerts of this time were not recorded" : ""
            canvas.write(Line(DisplayText(none), .dim), in: rect, glyphs: glyphs)
            return
        }
        let others = isPast && !isKnown ? Line("others not recorded  ", .dim) : Line()
        let key = (rect.width < 60 ? Line() : others) + Line("a", .key) + Line(" all ")
        canvas.write(key, in: rect, alignment: .trailing, glyphs: glyphs)
        let line = head + parts(within: rect.width - head.columns - key.columns - 1, glyphs)
        canvas.write(line, in: rect, glyphs: glyphs)
    }

    private var head: Line {
        let count = alerts.count(where: \.isNow)
        let isCritical = alerts.contains { $0.isNow && $0.severity == .critical }
        let words = count == 0 ? " no alerts" : count == 1 ? " 1 alert" : " \(count) alerts"
        let style: Style = count == 0 ? .dim : isCritical ? .critical : .warning
        return Line(
            DisplayText(words.padded(after: count == 0 ? words.count + 2 : Self.countColumns)),
            style)
    }

    /// Alerts of a rule are one part; a word for each, then one more, then more words from the first on.
    private func parts(within room: Int, _ glyphs: Glyphs) -> Line {
        var groups: [[Alert]] = []
        for alert in alerts where isRead(alert) {
            let index = groups.firstIndex {
                $0.first?.rule == alert.rule && $0.first?.severity == alert.severity
                    && $0.first?.isNow == alert.isNow
            }
            if let index { groups[index].append(alert) } else { groups.append([alert]) }
        }
        let over = alerts.filter { !isRead($0) }
        let forms = groups.map { self.forms(of: $0, glyphs) } + (over.isEmpty ? [] : [ended(over)])
        var lines = forms.compactMap(\.last)
        while lines.count > 1, Self.columns(lines) + more(forms.count - lines.count).columns > room
        {
            lines.removeLast()
        }
        let rest = more(forms.count - lines.count)
        // What each is about counts more than all words of the first.
        let places = lines.indices
        for (isWhole, places) in [
            (false, places.prefix(groups.count).reversed()), (true, Array(places)),
        ] {
            for index in places {
                let all = forms[index]
                for form in isWhole ? all[...] : all.suffix(2) {
                    let others = Self.columns(lines) - lines[index].columns
                    guard others + form.columns + rest.columns <= room else { continue }
                    lines[index] = form
                    break
                }
            }
        }
        return lines.reduce(Line()) { ($0.isEmpty ? $0 : $0 + Line("  ")) + $1 } + rest
    }

    /// It holds, or explains one that does.
    private func isRead(_ alert: Alert) -> Bool {
        alert.isNow || alerts.contains { $0.isNow && AlertCauses.explains(alert, $0) }
    }

    private func more(_ count: Int) -> Line {
        count > 0 ? Line(DisplayText("  +\(count) more"), .warning) : Line()
    }

    private static func columns(_ lines: [Line]) -> Int {
        lines.reduce(-2) { $0 + $1.columns + 2 }
    }

    // MARK: Words, longest first

    private func forms(of group: [Alert], _ glyphs: Glyphs) -> [Line] {
        guard let first = group.first else { return [] }
        guard first.isNow else { return cause(first) }
        let mark = first.severity == .critical ? glyphs.critical : "!"
        var forms = [group.map(\.gist).joined(separator: ", ")]
        if group.count > 1 {
            let subjects = group.compactMap(\.subject)
            if subjects.count == group.count {
                forms.append("\(subjects.joined(separator: ", ")): \(first.word)")
            }
            forms += ([first.gist] + first.briefs).map { "\($0), +\(group.count - 1)" }
            forms.append("\(first.word) x\(group.count)")
        } else {
            forms += first.briefs + [first.word]
        }
        return forms.map { Line(DisplayText("\(mark) \($0)"), Style(first.severity)) }
    }

    /// One that is over and explains what holds: when it was.
    private func cause(_ alert: Alert) -> [Line] {
        let at = alert.since.map { " at \(time($0))" } ?? ""
        return [alert.gist + at, alert.word + at, alert.word].map {
            Line(DisplayText("- \($0)"), .dim)
        }
    }

    private func ended(_ over: [Alert]) -> [Line] {
        func words(_ name: (Alert) -> String) -> String {
            over.map { name($0) + ($0.quietSince.map { " ended \(time($0))" } ?? " ended") }
                .joined(separator: ", ")
        }
        return [
            words(\.gist), words { $0.briefs.first ?? $0.word }, words(\.word),
            "\(over.count) ended",
        ]
        .map { Line(DisplayText("- \($0)"), .dim) }
    }

    private func time(_ moment: Timestamp) -> String {
        moment.timeOfDay(offsetSeconds: utcOffsetSeconds)
    }
}
