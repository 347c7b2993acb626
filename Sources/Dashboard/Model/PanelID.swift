/// Names a panel; each panel's file declares its own. What belongs to it is in `PanelKind`.
package struct PanelID: RawRepresentable, Sendable, Hashable, CaseIterable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// In the order in which Tab visits them.
    package static var allCases: [PanelID] { PanelKind.all.map(\.id) }

    package var title: String { PanelKind[self]?.title ?? rawValue }
}
