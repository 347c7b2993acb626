import Metrics
import Screen

// The mouse: the wheel scrolls what is under the pointer, a click selects, a second one opens.

extension State {
    /// Rows a notch of the wheel.
    private static let notch = 3

    mutating func point(_ press: MousePress) -> [Effect] {
        keyedAt = now
        keepFocusInSight()
        defer { showCursor() }
        guard let target = target(x: press.x, y: press.y) else { return [] }
        switch mode {
        case .browsing, .help, .alerts, .confirming: break
        // The search is typed whole: what it found is pointed at.
        case .filtering: mode = .browsing
        default: return []
        }
        switch press.button {
        case .wheelUp: turnWheel(over: target, by: .lines(-Self.notch))
        case .wheelDown: turnWheel(over: target, by: .lines(Self.notch))
        case .left: return click(target)
        }
        return []
    }

    private mutating func turnWheel(over target: PointerTarget, by step: ScrollStep) {
        switch target {
        case .dialog: scrollDialog(by: step)
        case .tab: break
        case .panel(let panel), .row(let panel, _):
            point(at: panel)
            moveSelection(by: step)
        }
    }

    private mutating func click(_ target: PointerTarget) -> [Effect] {
        switch target {
        case .dialog: return []
        case .panel(let panel), .tab(let panel):
            point(at: panel)
            return []
        case .row(let panel, let place):
            let isSelected = cursor == panel && selection(in: panel) == place
            point(at: panel)
            select(place, in: panel)
            return isSelected ? perform(.expand, for: .enter) : []
        }
    }

    /// In a view the cursor is where it is.
    private mutating func point(at panel: PanelID) {
        guard view == .dashboard, panel != focus else { return }
        focus(on: panel)
    }

    /// As Up and Down do; one that does not scroll stays.
    private mutating func scrollDialog(by step: ScrollStep) {
        let rows = step.distance(page: 1)
        for _ in 0..<abs(rows) {
            let key: KeyPress = rows < 0 ? .up : .down
            switch mode {
            case .help(let offset):
                mode = .help(offset: scrolled(offset, by: key) ?? offset)
            case .alerts(let offset):
                mode = .alerts(offset: scrolled(offset, by: key) ?? offset)
            case .confirming(let confirmation):
                mode = .confirming(scrolled(confirmation, by: key) ?? confirmation)
            default: return
            }
        }
    }
}
