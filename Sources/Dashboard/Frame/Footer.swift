import Metrics
import Screen

/// The last line: what is under way, or the keys.
struct Footer: Widget {
    let state: State

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        if case .filtering(let text) = state.mode {
            canvas.write("/", x: rect.x, y: rect.y, style: .key)
            canvas.draw(
                InputField(DisplayText(text), placeholder: "part of a name or key"),
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
        var line = Line(" ")
        if !state.filter.isEmpty {
            line.append(DisplayText("filter: \(state.filter)"), .warning)
            line.append("  ")
        }
        if state.isReplay { return }
        // Quit and help keep their place whatever the width.
        // Without a connection nothing can be purged, nor in the past.
        let all = Keymap.offered(
            readOnly: state.setting.isReadOnly || !state.isLive || state.viewing != nil
        )
        .filter { !$0.short.isEmpty }
        let kept = all.filter { $0.command == .help || $0.command == .quit }
        var room = rect.width - line.columns - kept.reduce(0) { $0 + entry($1).columns }
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

    private func entry(_ binding: Binding) -> Line {
        Line(DisplayText(binding.label), binding.mutates ? .dangerousKey : .key)
            + Line(DisplayText(" \(binding.short)  "))
    }
}
