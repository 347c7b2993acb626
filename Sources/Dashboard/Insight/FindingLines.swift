import Metrics
import Screen

/// Findings as lines of a width.
struct FindingLines {
    let width: Int
    let glyphs: Glyphs
    var utcOffsetSeconds = 0

    /// Columns before the text, and before that of the labelled lines.
    private var indent: Int { width < 60 ? 2 : 5 }
    private static let labelColumns = 6

    /// What was found, with its place among all and a mark of how grave it is.
    func head(_ finding: Finding, _ number: Int) -> [Line] {
        let isOver = finding.endedAt != nil
        let style = isOver ? .dim : Style(finding.severity, else: .accent)
        let mark =
            switch finding.severity {
            case _ where isOver: "-"
            case .critical: glyphs.critical
            case .warning: "!"
            case .info: " "
            }
        let end = finding.endedAt.map {
            "ended \($0.timeOfDay(offsetSeconds: utcOffsetSeconds)): "
        }
        let lead = width < 60 ? mark : "\(number)".padded(before: 2) + " \(mark)"
        return wrapped(
            (end ?? "") + finding.message,
            lead: Line(DisplayText(lead.padded(after: indent)), style),
            indent: indent, isOver ? .dim : .plain)
    }

    /// What was measured, and how sure it is.
    func evidence(_ finding: Finding) -> [Line] {
        labelled("seen", finding.evidenceWords, .dim)
            + labelled("sure", finding.confidenceWords, .dim)
    }

    /// What to do.
    func advice(_ finding: Finding) -> [Line] { labelled("next", finding.advice, .accent) }

    func lines(_ part: Unjudged) -> [Line] {
        wrapped(
            "\(part.what): \(part.why)", lead: Line(DisplayText("".padded(after: indent))),
            indent: indent, .dim)
    }

    private func labelled(_ label: String, _ text: String, _ style: Style) -> [Line] {
        guard !text.isEmpty else { return [] }
        let lead = "".padded(after: indent) + label.padded(after: Self.labelColumns)
        return wrapped(
            text, lead: Line(DisplayText(lead), .dim), indent: indent + Self.labelColumns, style)
    }

    private func wrapped(_ text: String, lead: Line, indent: Int, _ style: Style) -> [Line] {
        let text = text.replacing("±", with: glyphs.plusMinus)
        return DisplayText(text).wrapped(to: max(10, width - indent)).enumerated().map {
            index, text in
            (index == 0 ? lead : Line(DisplayText("".padded(after: indent)))) + Line(text, style)
        }
    }
}
