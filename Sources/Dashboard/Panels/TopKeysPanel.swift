import Metrics
import Screen

extension PanelID {
    package static let topKeys = PanelID(rawValue: "topKeys")
}

extension PanelKind {
    static let topKeys = PanelKind(
        .topKeys, title: "Missed keys", tab: "Keys", key: "4",
        help: PanelHelp(
            shows: """
                the keys that missed most in the last 5 minutes (m: in the last minute, in 60 minutes, \
                in all); with o those that are looked up most, that cost most bytes, and stampedes: three misses and more \
                before one fill; with / all keys known that contain the text
                """,
            measured: """
                from events, with 1,024 counters, hot keys by a sample of look-ups; TTL and size \
                are asked of the keys on the screen every 5 s
                """,
            trust: """
                counts are lower bounds: too low by half a per cent of all misses at most. ! is \
                a key with more than a tenth of its resource's look-ups, behind a TTL: longer than the policy's. 'sweep': no look-up of \
                it is counted
                """),
        fields: ["topKeys", "hotKeys", "stampedes"], area: .list,
        minimum: Size(columns: 34, rows: 4),
        height: { $0.listedKeys.count + 2 },
        rows: { $0.listedKeys.map { .key($0) } },
        keys: [.keyWindow, .keyList, .export, .expand, .sort],
        names: { $0.keyList.titles },
        content: { view in
            guard view.state.keyList == .missed else {
                return HotKeysPanel(readings: view.readings, isExpanded: view.isExpanded)
            }
            return TopKeysPanel(state: view.state, isExpanded: view.isExpanded)
        })
}

/// The keys that the origin paid for most often, in the last minutes or since the start.
struct TopKeysPanel: PanelContent {
    let state: State
    let isExpanded: Bool

    private var order: KeyOrder { state.shownKeyOrder }

    /// Of what time the counts are; they are lower bounds, which the help says.
    var parts: [RulePart] {
        [RulePart(state.foundKeys == nil ? .choice : .notice, windowForms)]
    }

    private var windowForms: [Line] {
        if let found = state.foundKeys { return foundForms(found) }
        // In the past: recorded once a minute.
        if let asOf = state.shown.unavailable.first(where: { $0.what == "topKeys" })?.asOf {
            return [
                Line(DisplayText("1 min, as of \(state.time(asOf))"), .dim),
                Line(DisplayText("as of \(state.time(asOf))"), .dim),
            ]
        }
        if state.viewing != nil { return [Line("the minute before", .dim)] }
        let isWhole = order.window == .all
        let name = order.window.name
        let head = isWhole ? Line("all", .dim) : Line(DisplayText("last \(name) min"))
        let others = order.window.others.map(\.name).joined(separator: " ")
        let since = isWhole ? state.beginning(state.shown.events.countedFrom) : coverage
        let begin = since.isEmpty ? Line() : Line(DisplayText(", \(since)"), .dim)
        let choice =
            Line(" (", .dim) + Line("m", .key) + Line(DisplayText(": \(others))"), .dim)
        return [head + begin + choice, head + begin, head]
    }

    private func foundForms(_ found: FoundKeys) -> [Line] {
        let count = Line(DisplayText("\(Format.grouped(found.matches)) found"), .accent)
        let clear = Line(", ", .dim) + Line("Esc", .key) + Line(" clears", .dim)
        let of = Line(
            DisplayText(found.sampled ? " of the keys known, not all are" : " of all keys"), .dim)
        return [count + of + clear, count + clear, count]
    }

    /// From when on, while less than the window is known.
    private var coverage: String {
        let windows = state.shown.topKeys.compactMap { $0.window(order.window.rawValue) }
        guard let window = windows.first, window.isCoveredInPart,
            let covered = window.coveredSeconds
        else { return "" }
        return "known " + state.beginning(state.shown.takenAt.adding(seconds: -covered))
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        // Found by a sweep alone: of their look-ups nothing is counted.
        let sweptOnly = Set(
            state.foundKeys?.keys.filter { $0.seenIn == [.sweep] }.map(\.counted.key) ?? [])
        let table = Table(
            columns: columns,
            rows: state.topKeyRows.map { row($0, sweptOnly: sweptOnly) },
            selected: state.selection(in: .topKeys),
            placeholder: placeholder)
        canvas.draw(table, in: rect, glyphs: glyphs)
    }

    private var placeholder: Line {
        if state.foundKeys != nil {
            return Line(
                DisplayText("no key known contains '\(state.filter)'; Esc clears it"), .warning)
        }
        let unfiltered = order.sorted(state.shown.topKeys).count
        let time = order.window == .all ? "seen" : "in the last \(order.window.name) min"
        return state.placeholder(
            hidden: state.filter.isEmpty ? 0 : unfiltered, from: [.events], field: "topKeys",
            none: "no misses \(time)")
    }

    private var columns: [Table.Column] {
        var columns: [Table.Column] = [
            .init(
                title("key", .key), width: .flexible(min: keyColumns, max: 200),
                truncation: .middle),
            .init(title("misses", .misses), width: .fixed(7), alignment: .trailing),
        ]
        if isExpanded {
            columns.append(.init("hits", width: .fixed(7), alignment: .trailing, priority: 5))
        }
        columns.append(
            .init(
                title("rate", .rate), width: .fixed(5),
                alignment: .trailing, priority: state.foundKeys == nil ? 1 : 4))
        columns += [
            .init("size", width: .fixed(8), alignment: .trailing, priority: 3),
            .init("TTL", width: .fixed(5), alignment: .trailing, priority: 2),
        ]
        if isExpanded {
            columns.append(.init("resource", width: .fitted(min: 8, max: 16), priority: 4))
        }
        return columns
    }

    /// What is searched for stands in the middle of long names: of those that were found more is seen, and the
    /// rate gives way for it, of keys that no one looked up the least to miss.
    private var keyColumns: Int {
        guard let found = state.foundKeys else { return 20 }
        let longest = found.keys.lazy.map { DisplayText($0.counted.key.shownName).columns }.max()
        return min(26, max(20, longest ?? 0))
    }

    /// The column that is sorted by has an arrow.
    private func title(_ text: String, _ column: KeyOrder.Column) -> DisplayText {
        let isUp = column != .misses
        let mark = isUp ? state.glyphs.up : state.glyphs.down
        return DisplayText(order.column == column ? "\(text)\(mark)" : text)
    }

    private func row(_ key: Snapshot.TopKey, sweptOnly: Set<String>) -> Table.Row {
        let isCounted = !sweptOnly.contains(key.key)
        let counts = isCounted ? order.counts(of: key) : nil
        var cells: [Table.Content] = [
            .text(DisplayText(key.key.shownName), key.resource == nil ? .dim : .plain),
            isCounted
                ? .text(DisplayText(Format.count(counts?.misses))) : .text("sweep", .dim),
        ]
        if isExpanded { cells.append(.text(DisplayText(Format.count(counts?.hits)))) }
        cells += [
            .text(DisplayText(Format.percent(counts?.hitRate))),
            .text(DisplayText(Format.bytes(key.bytes)), key.bytes == nil ? .dim : .plain),
            key.lifeCell(in: state),
        ]
        if isExpanded {
            cells.append(.text(DisplayText(key.resource ?? "unclassified"), .dim))
        }
        return Table.Row(cells)
    }
}
