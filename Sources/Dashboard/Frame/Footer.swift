import Metrics
import Screen

/// The last line: what is under way, or the keys.
///
/// Keys have places that depend on the width, the view and how cachetop was started, and on nothing that
/// changes while it runs: one that does nothing now (`State.offers`) leaves its place empty.
struct Footer: Widget {
    let state: State

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        if case .filtering(let text) = state.mode {
            canvas.write("/", x: rect.x, y: rect.y, style: .key)
            canvas.draw(
                InputField(
                    DisplayText(text),
                    placeholder: "part of a name: 4 lists the keys that have it, others mark it"),
                in: rect.splitLeft(1).rest, glyphs: glyphs)
            return
        }
        if case .commanding(let entry) = state.mode {
            return canvas.draw(CommandLineView(entry: entry), in: rect, glyphs: glyphs)
        }
        if let running = state.running {
            canvas.draw(RunningLine(running: running), in: rect, glyphs: glyphs)
            return
        }
        let slots = state.isReplay ? [] : slots(rect.width)
        let left = search(within: slots.first { $0.isKept }?.x ?? rect.width)
        // A search and the reason why keys are missing cover whole places.
        for slot in slots where slot.isUsable && slot.x >= left.columns {
            canvas.write(slot.line, in: rect.inset(left: slot.x), glyphs: glyphs)
        }
        canvas.write(left, in: rect, glyphs: glyphs)
        // In the first place that a key which purges has left empty.
        if let why = whyNoPurge, let slot = slots.first(where: { $0.isPurge && !$0.isUsable }),
            slot.x >= left.columns
        {
            let room = slot.line.columns - 1
            let forms = [why, "no purging", "no purge"].map { Line(DisplayText($0), .dim) }
            let words = Line.first(of: forms, within: room)
            if words.columns <= room {
                canvas.write(words, in: rect.inset(left: slot.x), glyphs: glyphs)
            }
        }
    }

    /// What is searched for, and how to end that.
    private func search(within room: Int) -> Line {
        guard !state.filter.isEmpty, !state.isReplay else { return Line() }
        let text = DisplayText(state.filter).truncated(to: 16, .middle, glyphs: state.glyphs)
        let name = Line(" /") + Line(text, .accent) + Line("  ")
        let clear = name + Line("Esc", .key) + Line(" clears  ")
        guard state.view.isFiltered else { return name }
        let matches = clear + Line("n p", .key) + Line(" matches  ")
        let forms = [matches + opening, matches, clear, name]
        return Line.first(of: forms, within: room)
    }

    /// The match that Enter opens.
    private var opening: Line {
        guard state.selection(in: state.cursor) != nil,
            let row = state.selections[state.cursor]?.row
        else { return Line() }
        let name = state.shownName(of: row, within: 24)
        return Line("Enter", .key) + Line(" opens ") + Line(name, .accent) + Line("  ")
    }

    // MARK: Keys

    /// Help and quit are at the right end; alerts, where they have no row, are first.
    private func slots(_ width: Int) -> [FooterSlots.Slot] {
        let all = Keymap.offered(readOnly: state.setting.isReadOnly)
        let named = ordered(all.filter { !$0.short.isEmpty })
        let kept = named.filter { $0.command == .help || $0.command == .quit }
        let keptEntries = kept.enumerated().map { index, binding in
            entry(binding, isLast: index == kept.count - 1)
        }
        let keptColumns = keptEntries.reduce(0) { $0 + $1.columns }
        var slots = FooterSlots(room: width - 1 - keptColumns)
        if !Layout.hasAlertRow(state.size) { slots.put(alerts, isUsable: alertCount > 0) }
        // In a view: how to leave it and where else one gets, then what is dangerous, then the rest.
        let (hints, purge) = (state.viewHints, named.first { $0.command == .scopeMenu })
        for hint in hints.prefix(2) { put(hint, into: &slots) }
        if !hints.isEmpty, let purge {
            slots.put(entry(purge), isUsable: whyNoPurge == nil, isPurge: true)
        }
        for hint in hints.dropFirst(2) { put(hint, into: &slots) }
        // Not every panel has a place beside the others.
        let hidesPanels = state.size.rows < 36 || state.size.columns < 100
        if hidesPanels, let panels = all.first(where: { $0.command == .panel }) {
            slots.put(hint(panels.label, "panels", .key))
        }
        put(named.filter { !kept.contains($0) && !isElsewhere($0) }, into: &slots, width)
        slots.x = width - keptColumns
        for line in keptEntries { slots.put(line, isKept: true) }
        return slots.slots
    }

    /// With little room the keys that an operator needs at once come first, and what is typed behind `:` last.
    private func ordered(_ named: [Binding]) -> [Binding] {
        guard state.size.columns < 100 else { return named }
        let isSingle = Layout.isSingle(state.size)
        // One panel at a time has the whole screen already.
        let first: [Command] =
            [.scopeMenu, .insight, .filter, .step] + (isSingle ? [.commandLine] : [.zoom]) + [
                .pause
            ]
        let last: [Command] = isSingle ? [.zoom] : [.commandLine]
        return first.compactMap { command in named.first { $0.command == command } }
            + named.filter { !(first + last).contains($0.command) }
            + named.filter { last.contains($0.command) }
    }

    /// Those that act everywhere, then those of the panel with the focus.
    private func put(_ bindings: [Binding], into slots: inout FooterSlots, _ width: Int) {
        let isDashboard = state.view == .dashboard
        let spare = isDashboard ? Self.panelColumns(width) : 0
        slots.room -= spare
        for binding in bindings where !panelKeys.contains(binding.command) {
            if !isDashboard, binding.command == .scopeMenu { continue }
            let isUsable = binding.mutates ? whyNoPurge == nil : state.offers(binding.command)
            slots.put(entry(binding), isUsable: isUsable, isPurge: binding.mutates)
        }
        slots.room += spare
        guard isDashboard else { return }
        for binding in ofPanel(bindings) {
            slots.put(entry(binding), isUsable: state.offers(binding.command))
        }
    }

    private func put(_ hint: ViewHint, into slots: inout FooterSlots) {
        slots.put(
            self.hint(hint.key, hint.words, .key), isUsable: state.offers(hint.command))
    }

    /// Columns at the end for the keys of the panel with the focus, whichever it is: others keep their place.
    private static func panelColumns(_ width: Int) -> Int {
        width >= 150 ? 46 : width >= 120 ? 34 : width >= 100 ? 20 : width >= 80 ? 11 : 0
    }

    private func ofPanel(_ named: [Binding]) -> [Binding] {
        let keys = PanelKind[state.focus]?.keys ?? []
        return keys.compactMap { key in named.first { $0.command == key } }
    }

    private var panelKeys: Set<Command> { Set(PanelKind.all.flatMap(\.keys)) }

    /// Panels have a place of their own, and `i` has another meaning where a view's own keys name it.
    private func isElsewhere(_ binding: Binding) -> Bool {
        binding.command == .panel || binding.command == .insight && state.view.isOfInsight
    }

    /// - Parameter isLast: nothing is behind it.
    private func entry(_ binding: Binding, isLast: Bool = false) -> Line {
        let words =
            switch binding.command {
            case .commandLine where state.size.columns < 100: "cmd"
            case .scopeMenu where state.size.columns < 100: "purge"
            case .zoom where state.isExpanded: "back"
            default: binding.short
            }
        return hint(
            binding.label, words, binding.mutates ? .dangerousKey : .key, gap: isLast ? "" : "  ")
    }

    private func hint(
        _ key: String, _ words: String, _ style: Style, gap: String = "  "
    ) -> Line {
        Line(DisplayText(key), style) + Line(DisplayText(" \(words)\(gap)"))
    }

    private var alertCount: Int { state.shown.urgentAlerts.count(where: \.isNow) }

    private var alerts: Line {
        let now = state.shown.urgentAlerts.filter(\.isNow)
        let worst = now.first { $0.severity == .critical } ?? now.first
        let style = Style(worst?.severity)
        return Line("a", .key) + Line(DisplayText(" \(alertCount)!".padded(after: 6)), style)
    }

    /// Without a connection nothing can be purged, nor in the past.
    private var whyNoPurge: String? {
        if state.setting.isReadOnly { return nil }
        if state.viewing != nil { return "no purging in the past" }
        return state.isLive ? nil : "no purging without a connection"
    }
}
