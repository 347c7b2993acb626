import Metrics
import Screen

/// The keys of a resource that live longer than its policy allows, or for ever.
struct KeyListView: Widget {
    let state: State
    let kind: KeyListKind
    let name: String

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let report = state.resource(name) else { return }
        let policy = Format.ttl(report.policy.ttlSeconds)
        let title = "\(name): \(kind.title)"
        let names = [DisplayText("\(title), policy \(policy)"), DisplayText(title)]
        let panel = Panel(RuleTitle(names, parts(report)), isFocused: true)
        canvas.draw(panel, in: rect, glyphs: glyphs)
        let inside = panel.content(of: rect).inset(right: 1)
        let table = Table(
            columns: [
                .init("key", width: .flexible(min: 20, max: 400), truncation: .middle),
                .init("TTL left", width: .fixed(9), alignment: .trailing),
                .init("over by", width: .fixed(9), alignment: .trailing, priority: 1),
                .init("size", width: .fixed(9), alignment: .trailing, priority: 2),
            ],
            rows: state.examples(kind, of: name).map { row($0, report) },
            selected: state.selection(in: state.cursor), placeholder: placeholder(report))
        canvas.draw(table, in: inside, glyphs: glyphs)
    }

    private func parts(_ report: ResourceReport) -> [RulePart] {
        let count = Line(DisplayText(state.words(for: kind, of: report)))
        guard let swept = report.sweptAt else { return state.lostParts + [RulePart(.age, count)] }
        let age = Format.ago(max(0, state.viewedAt.seconds(since: swept)))
        let asOf = Line(DisplayText(", as of \(age)"), .dim)
        return state.lostParts + [RulePart(.age, [count + asOf, count])]
    }

    private func placeholder(_ report: ResourceReport) -> Line {
        guard let ttl = report.ttl else { return Line("not looked at yet", .dim) }
        if !kind.examples(in: ttl).isEmpty {
            return Line("the filter hides all keys; Esc clears it", .warning)
        }
        let count = kind.count(in: ttl)
        if count == 0 { return Line("none: the last sweep found no such key", .good) }
        // Of the past and of old files numbers are kept, no names.
        return Line(DisplayText("\(Format.keys(count)), names not recorded"), .dim)
    }

    private func row(_ key: ResourceReport.Example, _ report: ResourceReport) -> Table.Row {
        let policy = report.policy.ttlSeconds
        let over = key.ttlSeconds.map { max(0, $0 - Double(policy)) }
        let left = key.ttlSeconds.map { Format.life($0, ofTTL: policy) } ?? "never"
        return Table.Row([
            .text(DisplayText(key.key.shownName)), .text(DisplayText(left)),
            .text(DisplayText(over.map { "+" + Format.life($0, ofTTL: policy) } ?? "-"), .dim),
            .text(DisplayText(Format.bytes(key.bytes)), key.bytes == nil ? .dim : .plain),
        ])
    }
}
