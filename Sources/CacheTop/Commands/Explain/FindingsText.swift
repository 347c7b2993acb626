import Console
import Metrics

/// Findings as text: each with its evidence and the next step, then what could not be looked at.
struct FindingsText {
    let snapshot: Snapshot

    private static let columns = 100

    var text: String {
        var lines: [String] = []
        for (index, finding) in snapshot.findings.enumerated() {
            let number = "\(index + 1)."
            lines += Self.wrapped(
                DisplayLine.safe(finding.message), head: number.padded(4), indent: 4)
            lines += row("sure", "\(finding.severity.rawValue), \(finding.confidence.rawValue)")
            lines += row("seen", evidence(finding))
            lines += row("next", finding.advice)
            lines.append("")
        }
        if snapshot.findings.isEmpty {
            lines += ["Nothing stands out.", ""]
        }
        lines += unseen
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ label: String, _ text: String) -> [String] {
        Self.wrapped(DisplayLine.safe(text), head: "    \(label)  ", indent: 10)
    }

    private func evidence(_ finding: Finding) -> String {
        finding.evidence.sorted { $0.key < $1.key }.map { name, value in
            switch value {
            case .number(let number): "\(name) \(Self.number(number, name))"
            case .text(let text): "\(name) \(text)"
            }
        }.joined(separator: ", ")
    }

    /// By the convention of the snapshot's names.
    private static func number(_ value: Double, _ name: String) -> String {
        if name.hasSuffix("Bytes") || name == "bytes" {
            return Format.bytes(UInt64(max(0, min(value, 1e18))))
        }
        if name.lowercased().hasSuffix("share") || name.lowercased().hasPrefix("hitrate")
            || name.hasSuffix("HitRate") || name == "error" || name.hasPrefix("share")
        {
            return Format.percent(value)
        }
        if value == value.rounded(), abs(value) < 1e15 { return Format.grouped(Int64(value)) }
        return Format.decimal(value, places: abs(value) < 10 ? 2 : 1)
    }

    /// What the rules could not read. What is still to come is no news.
    private var unseen: [String] {
        let parts = snapshot.unavailable.filter { $0.state != .notYet }
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
