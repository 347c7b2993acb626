import Metrics
import Screen

extension State {
    /// Opens a view by its name, as `render --view` and `:view` take it. False: there is none of that name.
    package mutating func open(view name: String) -> Bool {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let of = parts.last {
            guard let view = Self.view(String(parts.first ?? ""), of: String(of)),
                isThere(view)
            else { return false }
            _ = open(view)
            // The next look asks the server: by a name nothing is carried out.
            inspectedAt = -.infinity
            return true
        }
        switch name {
        case "dashboard": return true
        case "help": mode = .help(offset: 0)
        case "alerts": openAlerts()
        case "findings": openFindings()
        default:
            guard let kind = PanelKind.all.first(where: { $0.id.rawValue == name }) else {
                return false
            }
            focus = kind.id
            isExpanded = true
        }
        return true
    }

    /// `resource:product`, `why:product`, `over:product`, `none:product`, `key:product:42`.
    private static func view(_ kind: String, of name: String) -> View? {
        switch kind {
        case "resource": .resource(name)
        case "over": .keys(.overPolicy, of: name)
        case "none": .keys(.withoutExpiry, of: name)
        case "key": .key(name)
        case "why": .why(name)
        default: nil
        }
    }

    private func isThere(_ view: View) -> Bool {
        switch view {
        case .dashboard, .key, .findings: true
        case .resource(let name), .keys(_, let name), .why(let name):
            shown.resources.contains { $0.name == name }
        }
    }

    var viewNames: [String] {
        let resources = shown.resources.map(\.name)
        return ["dashboard", "help", "alerts", "findings"] + PanelKind.all.map(\.id.rawValue)
            + ["resource", "why", "over", "none"].flatMap { kind in
                resources.map { "\(kind):\($0)" }
            }
    }
}
