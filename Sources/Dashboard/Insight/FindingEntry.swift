import Metrics
import Screen

/// One row of the findings: what was found with its evidence and the next step, or what could not be judged
/// so far. In little room a finding is two rows, so that each fits.
struct FindingEntry {
    let id: RowID
    let lines: [Line]
}

extension State {
    /// So few rows of the body show no finding whole.
    private static let leastWhole = 14

    private var splitsFindings: Bool { Layout(state: self).body.height < Self.leastWhole }

    /// Whether findings belong to the moment that is shown.
    var hasFindings: Bool { !isNotRecorded("findings") }

    var findingRows: [RowID] {
        guard hasFindings else { return [] }
        let parts = splitsFindings ? ["", " next"] : [""]
        return shown.findings.flatMap { finding in
            parts.map { .finding(finding.identity, part: $0) }
        } + shown.unjudged.map { .finding($0.what, part: "unjudged") }
    }

    func findingEntries(_ width: Int) -> [FindingEntry] {
        guard hasFindings else { return [] }
        let text = FindingLines(width: width, glyphs: glyphs)
        let isSplit = splitsFindings
        let findings = shown.findings.enumerated().flatMap { index, finding in
            let (head, body) = (text.head(finding, index + 1), text.body(finding))
            let id = finding.identity
            return isSplit
                ? [
                    FindingEntry(id: .finding(id, part: ""), lines: head),
                    FindingEntry(id: .finding(id, part: " next"), lines: body),
                ] : [FindingEntry(id: .finding(id, part: ""), lines: head + body + [Line()])]
        }
        let unjudged = shown.unjudged.enumerated().map { index, part in
            FindingEntry(
                id: .finding(part.what, part: "unjudged"),
                lines: (index == 0 ? [Line("Not judged yet", .heading)] : []) + text.lines(part))
        }
        return findings + unjudged
    }
}
