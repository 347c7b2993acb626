import Metrics
import Screen

/// The last line: what is under way, or the keys.
struct Footer: Widget {
    let state: State

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        if case .filtering(let text) = state.mode {
            canvas.write("/", x: rect.x, y: rect.y, style: .key)
            canvas.draw(
                InputField(
                    DisplayText(text), placeholder: "part of a name: all keys known are searched"),
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
        if state.isReplay { return }
        // Quit and help keep their place whatever the width.
        // Without a connection nothing can be purged, nor in the past.
        let all = Keymap.offered(
            readOnly: state.setting.isReadOnly || !state.isLive || state.viewing != nil
        )
        .filter { !$0.short.isEmpty }
        let kept = all.filter { $0.command == .help || $0.command == .quit }
        var room = rect.width - 1 - kept.reduce(0) { $0 + entry($1).columns }
        var line = Line(" ") + Line.first(of: search, within: room)
        room -= line.columns - 1
        for hint in state.viewHints where hint.columns <= room {
            room -= hint.columns
            line += hint
        }
        for binding in all where !kept.contains(binding) {
            let part = entry(binding)
            guard part.columns <= room else { continue }
            room -= part.columns
            line += part
        }
        for binding in kept { line += entry(binding) }
        canvas.write(line, in: rect, glyphs: glyphs)
    }

    /// What is searched for, and how to end that.
    private var search: [Line] {
        guard !state.filter.isEmpty else { return [] }
        let text = DisplayText(state.filter).truncated(to: 16, .middle, glyphs: state.glyphs)
        let name = Line("/") + Line(text, .accent) + Line("  ")
        let clear = name + Line("Esc", .key) + Line(" clears  ")
        guard state.view.isFiltered else { return [name] }
        return [clear + Line("n p", .key) + Line(" matches  "), clear, name]
    }

    private func entry(_ binding: Binding) -> Line {
        Line(DisplayText(binding.label), binding.mutates ? .dangerousKey : .key)
            + Line(DisplayText(" \(binding.short)  "))
    }
}
