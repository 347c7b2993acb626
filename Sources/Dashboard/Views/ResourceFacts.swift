import Metrics
import Screen

/// When a purge of the resource would show everywhere, and what its policy is.
struct ResourceFacts {
    let state: State
    let report: ResourceReport

    private var isNow: Bool { state.viewing == nil && !state.isReplay }

    var title: String {
        guard isNow else { return "How long copies live" }
        let name = InvalidationScope.Kind(rawValue: report.name).flatMap {
            state.identifier(for: $0)
        }
        let what = name.map { " \(KeyText.text($0))" } ?? ""
        return "If \(report.name)\(what) is purged now, a change shows"
    }

    func lines(_ width: Int) -> [Line] {
        (isNow ? wrapped(shows, width) : []) + wrapped(policy, width)
    }

    private var shows: [Line] {
        let policy = report.policy
        var parts = [part("API", "at once")]
        if let isr = policy.isrSeconds {
            parts.append(part("pages (ISR)", "by \(time(after: isr))"))
        }
        let edge = (policy.cdnSeconds ?? 0) + (policy.swrSeconds ?? 0)
        if edge > 0 { parts.append(part("CDN", "by \(time(after: edge))")) }
        let others = others
        for (index, other) in others.enumerated() {
            let label = index == 0 ? "but: \(other.name)" : other.name
            parts.append(part(label, "by \(time(after: other.seconds))"))
        }
        let last = max(others.map(\.seconds).max() ?? 0, policy.edgeSeconds)
        if last > 0 {
            parts.append(Line(DisplayText("everywhere by \(time(after: last))"), .accent))
        }
        return parts
    }

    /// What else shows its data, and how long that may be old: it is not purged with it.
    private var others: [(name: String, seconds: Int)] {
        (report.policy.alsoIn ?? []).compactMap { name in
            state.resource(name).map { (name, $0.policy.ttlSeconds + $0.policy.edgeSeconds) }
        }
    }

    private var policy: [Line] {
        let policy = report.policy
        var parts = [part("Redis", Format.ttl(policy.ttlSeconds))]
        if let cdn = policy.cdnSeconds {
            let stale = policy.swrSeconds.map { " + \(Format.ttl($0)) stale" } ?? ""
            parts.append(part("CDN", Format.ttl(cdn) + stale))
        }
        parts.append(part("ISR", policy.isrSeconds.map { Format.ttl($0) } ?? "none"))
        if let counter = policy.counter {
            let value = state.shown.versions.first {
                $0.key == counter || $0.key.hasSuffix(counter)
            }
            parts.append(
                part("counter", counter + (value?.value.map { " = \($0)" } ?? "")))
        } else {
            parts.append(part("counter", "none"))
        }
        if let dead = report.deadGenerations, dead.keys > 0 {
            let gone = dead.goneInSeconds.map { ", gone in \(Format.span($0))" } ?? ""
            parts.append(
                part("dead", "\(Format.keys(dead.keys)), \(Format.bytes(dead.bytes))\(gone)"))
        }
        return parts
    }

    private func part(_ label: String, _ text: String) -> Line {
        Line(DisplayText(label + " "), .dim) + Line(DisplayText(text))
    }

    private func time(after seconds: Int) -> String {
        state.time(state.viewedAt.adding(seconds: Double(seconds)))
    }

    /// As many parts a row as fit.
    private func wrapped(_ parts: [Line], _ width: Int) -> [Line] {
        var lines: [Line] = []
        for part in parts {
            if let last = lines.last, last.columns + part.columns + 3 <= width {
                lines[lines.count - 1] = last + Line("   ") + part
            } else {
                lines.append(part)
            }
        }
        return lines
    }
}
