import Metrics
import Screen

extension PanelID {
    package static let hitRate = PanelID(rawValue: "hitRate")
}

extension PanelKind {
    static let hitRate = PanelKind(
        .hitRate, title: "Hit rate", tab: "Rate", key: "1",
        help: PanelHelp(
            shows: """
                the share of look-ups that found a copy in the cache, over time: of the resource \
                under the cursor of 3, else of all; letters below the curve are the rows of the \
                timeline (5) that have them
                """,
            measured: """
                from the events that the shop's API sends for each look-up, by the time in their \
                ids; the hour before the start is read back from the event stream
                """,
            trust: """
                gaps in the curve: there were no look-ups, or nothing was recorded. Not to be \
                trusted while the header says that events are not understood, or gaps are \
                counted
                """),
        fields: ["resources[].minute", "total.minute"],
        area: .curve, minimum: Size(columns: 40, rows: 5), height: { _ in 8 },
        keys: [],
        names: { state in
            let name = DisplayText(state.selectedResource ?? "all")
            let short = name.truncated(to: 8, .middle, glyphs: state.glyphs)
            return ["Hit rate: \(name)", "Hit rate: \(short)", "Hit rate"]
        },
        content: { HitRatePanel(readings: $0.readings, size: $0.size) })
}

/// The hit rate over time, of the resource under the cursor or of all: the panel one looks at first.
struct HitRatePanel: PanelContent {
    let readings: Readings
    /// Of what is inside the panel.
    let size: Size

    private var resource: String? { readings.state.selectedResource }

    var parts: [RulePart] {
        [RulePart(.extra, readings.rateChart(of: resource, rows: size.rows).forms)]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.draw(
            readings.rateChart(of: resource, rows: rect.height).chart, in: rect, glyphs: glyphs)
    }
}
