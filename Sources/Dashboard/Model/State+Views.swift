import Metrics
import Screen

extension State {
    /// Opens a view by the name that `render --view` takes. False: there is none of that name.
    package mutating func open(view name: String) -> Bool {
        switch name {
        case "dashboard": return true
        case "help": mode = .help(offset: 0)
        default:
            guard let kind = PanelKind.all.first(where: { $0.id.rawValue == name }) else {
                return false
            }
            focus = kind.id
            isExpanded = true
        }
        return true
    }
}
