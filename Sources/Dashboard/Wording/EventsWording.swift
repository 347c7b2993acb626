import Metrics
import Screen

extension Snapshot {
    /// What the alerts say of the event source, for the rows below the hit rates; empty: nothing.
    ///
    /// Short, since the panel may have 49 columns; the whole sentences are the alerts' messages.
    var eventNotes: [Line] {
        var lines: [Line] = []
        if alert(.policyMatchesNothing) != nil {
            lines.append(
                Line("! no key fits the policy: ", .warning) + Line("cachetop policy check", .key))
        }
        if let alert = alert(.eventsNotUnderstood), alert.quietSince == nil {
            let share = "! \(Format.percent(alert.value)) understood: "
            lines.append(
                Line(DisplayText(share), .warning) + Line(DisplayText(events.example ?? "")))
            let (known, option) =
                events.lines == nil
                ? ("hit KEY, type hit key KEY", "--events") : ("[CACHE HIT] KEY", "--events-line")
            let advice =
                Line(DisplayText("  known: \(known); set "), .dim) + Line(DisplayText(option), .key)
            lines.append(advice)
        }
        if let alert = alert(.eventsAheadOfClock) {
            lines.append(
                Line(
                    DisplayText("! ids \(Format.span(alert.value)) ahead of the server's clock"),
                    .warning))
        }
        return lines
    }
}
