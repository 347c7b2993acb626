import Metrics
import Screen

/// One row of the findings: what was found with its evidence and the next step, or what could not be judged
/// so far. In little room a finding is three rows, so that each fits.
struct FindingEntry {
    let id: RowID
    let lines: [Line]
    /// Lines that show that it is under the cursor.
    let marked: Int

    init(id: RowID, _ lines: [Line], marked: Int? = nil) {
        self.id = id
        self.lines = lines
        self.marked = marked ?? lines.count
    }
}

extension State {
    /// So few rows of the body show no finding whole.
    private static let leastWhole = 14

    private var splitsFindings: Bool { Layout(state: self).body.height < Self.leastWhole }

    /// Whether findings belong to the moment that is shown.
    var hasFindings: Bool { !isNotRecorded("findings") }

    var findingRows: [RowID] {
        guard hasFindings else { return [] }
        let parts = splitsFindings ? ["", "seen", "next"] : [""]
        return shown.findings.flatMap { finding in
            parts.map { .finding(finding.identity, part: $0) }
        } + shown.unjudged.map { .finding($0.what, part: "unjudged") }
    }

    func findingEntries(_ width: Int) -> [FindingEntry] {
        guard hasFindings else { return [] }
        let text = FindingLines(
            width: width, glyphs: glyphs, utcOffsetSeconds: setting.utcOffsetSeconds)
        let isSplit = splitsFindings
        let findings = shown.findings.enumerated().flatMap { index, finding in
            let head = text.head(finding, index + 1)
            let (seen, next) = (text.evidence(finding), text.advice(finding))
            let id = finding.identity
            guard isSplit else {
                let whole = head + seen + next + [Line()]
                return [
                    FindingEntry(id: .finding(id, part: ""), whole, marked: head.count)
                ]
            }
            return zip(["", "seen", "next"], [head, seen, next]).map {
                FindingEntry(id: .finding(id, part: $0), $1)
            }
        }
        let unjudged = shown.unjudged.enumerated().map { index, part in
            FindingEntry(
                id: .finding(part.what, part: "unjudged"),
                (index == 0 ? [Line("Not judged yet", .heading)] : []) + text.lines(part))
        }
        return findings + unjudged
    }
}
