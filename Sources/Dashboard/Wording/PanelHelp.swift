import Screen

/// What the figures of a panel or of a view are, for the help.
struct PanelHelp: Sendable, Hashable {
    var shows: String
    var measured: String
    /// When the figures can be trusted, and when not.
    var trust: String

    func lines(_ width: Int) -> [Line] {
        let label = 10
        return [("shows", shows), ("measured", measured), ("trust", trust)].flatMap { name, text in
            DisplayText(text).wrapped(to: max(20, width - label)).enumerated().map { index, text in
                Line(DisplayText((index == 0 ? name : "").padded(after: label)), .dim) + Line(text)
            }
        }
    }
}

extension State {
    /// Of what the operator looks at.
    var shownHelp: [(title: String, help: PanelHelp)] {
        if let help = view.help { return [help] }
        return PanelKind.all.filter { $0.id == focus }.map(Self.entry)
    }

    private static func entry(_ kind: PanelKind) -> (title: String, help: PanelHelp) {
        guard case .character(let key) = kind.key else { return (kind.title, kind.help) }
        return ("\(key) \(kind.title)", kind.help)
    }
}

extension State.View {
    /// nil: the dashboard, whose panels have their own.
    fileprivate var help: (title: String, help: PanelHelp)? {
        switch self {
        case .dashboard: nil
        case .resource(let name): ("The resource \(name)", .resource)
        case .key: ("A key by itself", .key)
        case .keys(let kind, let name): ("Keys of \(name): \(kind.title)", .keys)
        case .findings: ("Findings", .findings)
        case .why(let name): ("Why \(name) misses", .why)
        }
    }
}

extension PanelHelp {
    fileprivate static let resource = PanelHelp(
        shows: """
            one resource: its hit rate over hours, what happened at the cursor of the chart ([ ] \
            move it, m changes the hours), the life its keys have left, which keys miss, and \
            when a purge made now shows at the edge
            """,
        measured: """
            hit rate and misses from events, times to live by the last sweep, times of the edge \
            from the policy (s-maxage, stale-while-revalidate, revalidate)
            """,
        trust: """
            the edge's times are the latest possible: a CDN may have dropped its copy before
            """)

    fileprivate static let key = PanelHelp(
        shows: """
            one key: its look-ups, and what the server says of it now
            """,
        measured: """
            look-ups from events; PTTL, TYPE, MEMORY USAGE and, where permitted, OBJECT, every 2 \
            s; v reads the first 256 bytes, secrets masked
            """,
        trust: """
            look-ups are lower bounds; v counts as a use of the key for the server
            """)

    fileprivate static let keys = PanelHelp(
        shows: """
            keys that live longer than their policy allows, or never expire
            """,
        measured: """
            PTTL of each key that the last sweep met; its age stands in the rule
            """,
        trust: """
            at most 50 of a resource, those that live longest; some may be gone since
            """)
}
