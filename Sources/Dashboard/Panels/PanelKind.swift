import Metrics
package import Screen

/// A panel as one value: all that keys, layout, cursor and drawing need to know of it.
///
/// A new panel is one file, with its content and its value, and one name in `all`.
package struct PanelKind: Sendable {
    /// In the order in which Tab visits them.
    package static let all: [PanelKind] = [
        .hitRate, .memory, .resources, .topKeys, .timeline, .versions, .ttl,
    ]

    package let id: PanelID
    package let title: String
    /// The title in a row with those of all panels.
    let tab: String
    /// Selects it, and gives it the whole screen where it has no room beside the others.
    package let key: KeyPress
    /// What its figures are, how they are measured, and when to trust them.
    let help: PanelHelp
    /// The fields of the snapshot that it shows: `resources[].ttl`.
    package let fields: [String]
    let area: PanelArea
    /// With less room it is not put beside or below another panel.
    let minimum: Size
    /// The rows that it would like to have, its rule included.
    let height: @Sendable (State) -> Int
    /// What the cursor moves over, after the filter, in their order; nil: it is no list.
    private let list: (@Sendable (State) -> [RowID])?
    /// Keys that do something with this panel alone, for the footer, the most useful first.
    let keys: [Command]
    /// The title and of what it is, longest first; the last is the title alone.
    let names: @Sendable (State) -> [String]
    let content: @Sendable (PanelView) -> any PanelContent

    init(
        _ id: PanelID, title: String, tab: String? = nil, key: KeyPress,
        help: PanelHelp, fields: [String],
        area: PanelArea,
        minimum: Size, height: @escaping @Sendable (State) -> Int,
        rows: (@Sendable (State) -> [RowID])? = nil,
        keys: [Command],
        names: (@Sendable (State) -> [String])? = nil,
        content: @escaping @Sendable (PanelView) -> any PanelContent
    ) {
        self.id = id
        self.title = title
        self.tab = tab ?? title
        self.key = key
        self.help = help
        self.fields = fields
        self.area = area
        self.minimum = minimum
        self.height = height
        list = rows
        self.keys = keys
        self.names = names ?? { _ in [title] }
        self.content = content
    }

    var isList: Bool { list != nil }

    func rows(_ state: State) -> [RowID] { list?(state) ?? [] }

    /// nil: there is no panel of this name.
    static subscript(id: PanelID) -> PanelKind? { all.first { $0.id == id } }

    static func inArea(_ area: PanelArea) -> [PanelKind] { all.filter { $0.area == area } }
}
