import Screen

extension State {
    /// Where a page that only shows something stands after a key; nil: any other key closes it.
    func scrolled(_ offset: Int, by key: KeyPress) -> Int? {
        let room = Layout(state: self).dialogs
        guard let box = scrollBox(in: room) else { return nil }
        return scrolled(box, in: room, from: offset, by: key)
    }

    private func scrolled(
        _ box: ScrollBox, in room: Rect, from offset: Int, by key: KeyPress
    ) -> Int? {
        Self.scrolled(offset, by: key, page: box.page(in: room), lines: box.lines.count)
    }

    /// The confirmation after a key that scrolls its dialog; nil: the key is an answer.
    func scrolled(_ confirmation: Confirmation, by key: KeyPress) -> Confirmation? {
        let room = Layout(state: self).dialogs
        guard let box = scrollBox(in: room), !box.isWhole(in: room),
            !isTyped(key, confirmation),
            let offset = scrolled(box, in: room, from: confirmation.offset, by: key)
        else { return nil }
        var next = confirmation
        next.offset = offset
        next.isRead = confirmation.isRead || offset == box.lastOffset(in: room)
        return next
    }

    /// A letter of the word that confirms, once the plan was read.
    private func isTyped(_ key: KeyPress, _ confirmation: Confirmation) -> Bool {
        guard confirmation.isRead, wantsTyping(confirmation.scope) else { return false }
        switch key {
        case .character, .control: return true
        default: return false
        }
    }

    /// The open dialog, if it is one that scrolls.
    func scrollBox(in room: Rect) -> ScrollBox? {
        switch mode {
        case .help(let offset): return HelpDialog(state: self, offset: offset).box(in: room)
        case .alerts(let offset): return AlertsDialog(state: self, offset: offset).box(in: room)
        case .confirming(let confirmation):
            switch confirmation.stage {
            case .counting: return nil
            case .planned(let planned):
                return PlanDialog(state: self, planned: planned, confirmation).box(in: room)
            case .failed(let problem):
                return ProblemDialog(
                    state: self, scope: confirmation.scope, problem: problem,
                    offset: confirmation.offset
                ).box(in: room)
            }
        default: return nil
        }
    }

    /// At the upper rule of a page that only shows something.
    func closingHints(isWhole: Bool) -> [Line] {
        let arrows = "\(glyphs.up)\(glyphs.down)"
        let words =
            isWhole
            ? ["any key closes"]
            : [
                "\(arrows) Space scroll, any other key closes", "\(arrows) scroll, Esc closes",
                "Esc closes",
            ]
        return words.map { Line(DisplayText($0), .dim) }
    }
}
