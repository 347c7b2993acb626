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

extension State.View {
    /// Whether it is read, without a cursor.
    var isText: Bool {
        switch self {
        case .key, .why: true
        case .dashboard, .resource, .keys, .findings: false
        }
    }
}

extension State {
    /// The most useful first.
    var viewHints: [ViewHint] {
        let back = ViewHint("Esc", "back", .back)
        switch view {
        case .dashboard: return []
        case .resource:
            return [
                back, ViewHint("Left Right", "resource", .right), ViewHint("i", "why", .insight),
                ViewHint("m", "hours", .keyWindow), ViewHint("e", "csv", .export),
                ViewHint("Enter", "open", .expand),
            ]
        case .why: return [back, ViewHint("Left Right", "resource", .right)]
        case .findings: return [back, ViewHint("Enter", "where", .expand)]
        case .key: return [back, ViewHint("v", "first bytes", .value)]
        case .keys:
            let others = size.columns < 80 ? "list" : "over policy, no expiry"
            return [
                back, ViewHint("Left Right", others, .right), ViewHint("e", "csv", .export),
                ViewHint("Enter", "open", .expand),
            ]
        }
    }
}
