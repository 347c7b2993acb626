import Metrics
import Screen

extension State {
    /// What the body shows. Views lie above the dashboard, each above the one it was opened from.
    package enum View: Sendable, Hashable {
        case dashboard
        case resource(String)
        /// A key, as the snapshot writes it.
        case key(String)
        case keys(KeyListKind, of: String)
        /// What stands out, most important first.
        case findings
        /// Why a resource misses, and what would help.
        case why(String)

        /// Behind the endpoint in the header.
        var name: String {
            switch self {
            case .dashboard: ""
            case .resource(let name): name
            case .key(let name): name.shownName
            case .keys(let kind, let name): "\(name) > \(kind.title)"
            case .findings: "findings"
            case .why(let name): "\(name) > why"
            }
        }

        /// Whether the text behind `/` decides what it lists.
        var isFiltered: Bool {
            switch self {
            case .dashboard, .keys: true
            case .resource, .key, .findings, .why: false
            }
        }

        /// Whether `i` opens something else than the findings here, or closes them.
        var isOfInsight: Bool {
            switch self {
            case .dashboard, .keys, .key: false
            case .resource, .why, .findings: true
            }
        }

        /// Names its cursor among those of the panels.
        var list: PanelID { PanelID(rawValue: "view \(self)") }
    }

    package var view: View { views.last ?? .dashboard }

    /// Where the cursor is: in a panel, or in the list of a view.
    package var cursor: PanelID { view == .dashboard ? focus : view.list }
}

extension State {
    /// The keys that matter in a view, for the footer.
    var viewHints: [Line] {
        func hint(_ key: String, _ words: String) -> Line {
            Line(DisplayText(key), .key) + Line(DisplayText(" \(words)  "))
        }
        switch view {
        case .dashboard: return []
        case .resource:
            return [
                hint("Esc", "back"), hint("Left Right", "resource"), hint("i", "why"),
                hint("m", "hours"), hint("e", "csv"), hint("Enter", "open"),
            ]
        case .why: return [hint("Esc", "back"), hint("Left Right", "resource")]
        case .findings: return [hint("Esc", "back"), hint("Enter", "where")]
        case .key: return [hint("Esc", "back"), hint("v", "first bytes")]
        case .keys:
            return [
                hint("Esc", "back"),
                hint("Left Right", size.columns < 80 ? "list" : "over policy, no expiry"),
                hint("e", "csv"),
                hint("Enter", "open"),
            ]
        }
    }
}
