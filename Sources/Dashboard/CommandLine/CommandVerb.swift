/// What can be typed behind `:`. One table: parsing, completion and the help read it.
enum CommandVerb: String, Sendable, Hashable, CaseIterable {
    case purge, goto, baseline, explain, export, set, mark, view, filter, incident, help, quit

    /// As the help has it, behind the verb.
    var usage: String {
        switch self {
        case .purge: "SCOPE [ARGUMENT…]"
        case .goto: "TIME"
        case .baseline: "[TIME|off]"
        case .explain: "[RESOURCE]"
        case .export: "LIST [RESOURCE] [FILE.csv]"
        case .set: "interval TIME"
        case .mark: "TEXT"
        case .view: "NAME"
        case .filter: "[TEXT]"
        case .incident: "NAME|off"
        case .help, .quit: ""
        }
    }

    var help: String {
        switch self {
        case .purge: "plans an invalidation and asks, as the capital letters do"
        case .goto: "shows an earlier moment: 03:07, -30m; now returns"
        case .baseline: "compares with that moment; off ends it"
        case .explain: "what stands out, or why a resource misses"
        case .export: "writes a list as CSV, as ttl-over product"
        case .set: "how often to poll, as in interval 5s"
        case .mark: "writes a line to every dashboard's timeline"
        case .view: "opens a view or a panel"
        case .filter: "shows only rows that contain a text"
        case .incident: "in the demo: makes something go wrong"
        case .help: "lists the keys"
        case .quit: "ends cachetop"
        }
    }

    static func meant(_ word: String) -> MeantName {
        MeantName(word, among: allCases.map(\.rawValue))
    }

    /// By its name, or by a beginning that only one has.
    static func named(_ word: String) -> CommandVerb? {
        meant(word).name.flatMap { CommandVerb(rawValue: $0) }
    }
}
