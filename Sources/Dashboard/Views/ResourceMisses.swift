import Metrics
import Screen

/// The keys of a resource that miss most, in the window that the missed keys are shown for.
struct ResourceMisses {
    let state: State
    let report: ResourceReport

    private var order: KeyOrder { state.shownKeyOrder }

    var title: String { "Missed" }

    var parts: [RulePart] {
        let words = order.window == .all ? "since the start" : "last \(order.window.name) min"
        return state.lostParts + [RulePart(.choice, Line(DisplayText(words), .dim))]
    }

    /// Of all its rows.
    var height: Int { max(1, state.missedKeys(of: report.name).count) + 1 }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let keys = state.missedKeys(of: report.name)
        let lists = state.rows(of: state.view).count - keys.count
        let selected = state.selection(in: state.cursor).map { $0 - lists }
        let table = Table(
            columns: [
                .init(
                    "key", width: .flexible(min: rect.width < 50 ? 12 : 20, max: 200),
                    truncation: .middle),
                .init("misses", width: .fixed(6), alignment: .trailing),
                .init("hits", width: .fixed(6), alignment: .trailing, priority: 4),
                .init("rate", width: .fixed(6), alignment: .trailing, priority: 1),
                .init("size", width: .fixed(8), alignment: .trailing, priority: 3),
                .init("TTL", width: .fixed(6), alignment: .trailing, priority: 2),
            ],
            rows: keys.enumerated().map { row($1, place: lists + $0) },
            selected: selected.flatMap { $0 >= 0 ? $0 : nil },
            placeholder: state.placeholder(
                hidden: 0, from: [.events], field: "topKeys", none: whyNone))
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    /// None of its keys is among those that miss most: it does not miss, or many keys do, each of them seldom.
    private var whyNone: String {
        guard misses > 0 else { return "no misses" }
        return "\(Format.count(misses)) misses, spread over many keys: none of them is among the "
            + "\(KeyOrder.rows) most missed"
    }

    /// In the window; since the start where it is longer than the resource's.
    private var misses: UInt64 {
        report.windows.first { $0.seconds == order.window.rawValue }?.misses ?? report.misses
    }

    private func row(_ key: Snapshot.TopKey, place: Int) -> Table.Row {
        let counts = order.counts(of: key) ?? HitCounts()
        return Table.Row(
            [
                .text(DisplayText(key.key.shownName)),
                .text(DisplayText(Format.count(counts.misses))),
                .text(DisplayText(Format.count(counts.hits))),
                .text(DisplayText(Format.percent(counts.hitRate))),
                .text(DisplayText(Format.bytes(key.bytes)), key.bytes == nil ? .dim : .plain),
                key.lifeCell(in: state),
            ], place: place)
    }
}

extension Snapshot.TopKey {
    /// What the key has left.
    func lifeCell(in state: State) -> Table.Content {
        switch life {
        case nil: return .text("-", .dim)
        case .gone?: return .text("gone", .dim)
        case .never?: return .text("never")
        case .expires?:
            let ttl = resource.flatMap { state.resource($0)?.policy.ttlSeconds }
            let life = Format.life(ttlSeconds, ofTTL: ttl ?? 60)
            // Asked now: the count of the last sweep may not have it yet.
            guard let ttl, let ttlSeconds, ttlSeconds > Double(ttl) else {
                return .text(DisplayText(life))
            }
            let whole = life.firstIndex(where: \.isLetter).map { String(life[...$0]) }
            return .forms(
                [life, whole ?? life].map { Line(DisplayText($0 + "!"), .warning) })
        }
    }
}
