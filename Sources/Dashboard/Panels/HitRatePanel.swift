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
                hits of all look-ups over time, of the resource under the cursor, else of all; \
                letters below the curve are happenings of the timeline
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
        keys: [.expand],
        heading: { "Hit rate: \($0.selectedResource ?? "all")" },
        content: { HitRatePanel(readings: $0.readings, size: $0.size) })
}

/// The hit rate over time, of the resource under the cursor or of all: the panel one looks at first.
struct HitRatePanel: PanelContent {
    let readings: Readings
    /// Of what is inside the panel.
    let size: Size

    private var resource: String? { readings.state.selectedResource }

    var annotation: Line {
        let heading = PanelKind.hitRate.heading(readings.state)
        let room = size.columns - DisplayText(heading).columns - 7
        return readings.rateChart(of: resource, rows: size.rows).forms.first {
            $0.columns <= room
        } ?? Line()
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        canvas.draw(
            readings.rateChart(of: resource, rows: rect.height).chart, in: rect, glyphs: glyphs)
    }
}
