import Metrics
import Screen

/// What is inside a panel.
protocol PanelContent {
    /// At the right end of the panel's rule, in their order on the screen.
    var parts: [RulePart] { get }
    /// The rows; when the panel is expanded, also the details of the selected one.
    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs)
}
