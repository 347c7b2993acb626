import Screen

extension State {
    /// Where a page that only shows something stands after a key; nil: any other key closes it.
    func scrolled(_ offset: Int, by key: KeyPress) -> Int? {
        let body = Layout(state: self).body
        let lines: Int
        switch mode {
        case .help: lines = HelpDialog(state: self, offset: offset).count(in: body)
        case .alerts: lines = AlertsDialog(state: self, offset: offset).count(in: body)
        default: return nil
        }
        let page = min(lines, max(1, body.height - 2))
        return Self.scrolled(offset, by: key, page: page, lines: lines)
    }
}
