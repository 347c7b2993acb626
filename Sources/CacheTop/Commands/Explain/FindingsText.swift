import Console
import Metrics

/// Findings as text: each with its evidence and the next step, then what could not be judged, or looked at.
struct FindingsText {
    let snapshot: Snapshot

    private static let columns = 100

    var text: String {
        var lines: [String] = []
        for (index, finding) in snapshot.findings.enumerated() {
            let number = "\(index + 1)."
            lines += Self.wrapped(
                DisplayLine.safe(Self.end(finding) + finding.message), head: number.padded(4),
                indent: 4)
            lines += row("sure", "\(finding.severity.rawValue), \(finding.confidence.rawValue)")
            lines += row("seen", finding.evidenceWords)
            lines += row("next", finding.advice)
            lines.append("")
        }
        if snapshot.findings.isEmpty {
            lines += ["Nothing stands out.", ""]
        }
        lines += unjudged + unseen
        return lines.joined(separator: "\n") + "\n"
    }

    private static func end(_ finding: Finding) -> String {
        finding.endedAt.map { "Ended \($0.timeOfDay()) UTC: " } ?? ""
    }

    private func row(_ label: String, _ text: String) -> [String] {
        Self.wrapped(DisplayLine.safe(text), head: "    \(label)  ", indent: 10)
    }

    private var unjudged: [String] {
        let parts = snapshot.unjudged
        guard !parts.isEmpty else { return [] }
        return ["Not judged yet:"]
            + parts.flatMap {
                Self.wrapped(
                    DisplayLine.safe("\($0.what): \($0.why)"), head: "    ", indent: 6)
            }
    }

    /// What could not be read. What is still to come is no news, and why look-ups miss was judged above.
    private var unseen: [String] {
        let parts = snapshot.unavailable.filter {
            $0.state != .notYet
                && !["resources[].missCauses", "resources[].ttlCurve"].contains($0.what)
        }
        guard !parts.isEmpty else { return [] }
        return ["Not looked at:"]
            + parts.flatMap { part in
                let what = [part.what, part.subject].compactMap(\.self).joined(separator: " of ")
                return Self.wrapped(
                    DisplayLine.safe("\(what): \(part.why)"), head: "    ", indent: 6)
            }
    }

    private static func wrapped(_ text: String, head: String, indent: Int) -> [String] {
        var lines: [String] = []
        var line = head
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
