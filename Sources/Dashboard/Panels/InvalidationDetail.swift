import Metrics
import Screen

/// Below the expanded timeline: one invalidation by itself, all that is known of it.
struct InvalidationDetail {
    let record: InvalidationRecord
    let state: State
    /// Who else may have made its drop.
    var shared: String?

    private static let labelWidth = 12

    func rows(_ width: Int, _ glyphs: Glyphs) -> [Line] { Self.rows(facts(glyphs), width) }

    /// The label, and the text beside it on as many lines as it takes.
    static func rows(_ facts: [(String, String, Style)], _ width: Int) -> [Line] {
        facts.flatMap { label, text, style in
            DisplayText(text).wrapped(to: max(1, width - labelWidth)).enumerated().map {
                let lead = $0 == 0 ? label : ""
                let gap = String(repeating: " ", count: max(0, labelWidth - lead.count))
                return Line(DisplayText(lead + gap), .heading) + Line($1, style)
            }
        }
    }

    private func facts(_ glyphs: Glyphs) -> [(String, String, Style)] {
        var facts = [("what", record.scope, Style.accent)]
        facts.append(("outcome", record.lead + record.message, record.style))
        facts.append(("by", who, .plain))
        if let keys { facts.append(("keys", keys, .plain)) }
        if let check { facts.append(("checked", check, .plain)) }
        if let now { facts.append(("now", now, .plain)) }
        if let to = record.to {
            let from = record.from.map { "\($0)" } ?? "missing"
            facts.append(("counter", "\(from) \(glyphs.arrow) \(to)", .plain))
        }
        if let resources = record.resources, !resources.isEmpty {
            facts.append(("concerns", resources.joined(separator: ", "), .plain))
        }
        if let aftermath = record.aftermath {
            facts.append(("hit rate", state.words(of: aftermath, at: record.at), .plain))
        }
        if let shared { facts.append(("", shared, .dim)) }
        if let back = record.aftermath?.recoveredAt {
            let took = Format.span(max(0, back.seconds(since: record.at)))
            facts.append(("back", "\(state.longTime(back)), after \(took)", .plain))
        }
        if let edge { facts.append(("edge", edge.text, edge.style)) }
        if let new { facts.append(("new", new, .plain)) }
        if let problem = record.trailProblem { facts.append(("trail", problem, .warning)) }
        return facts
    }

    private var who: String {
        let time = state.longTime(record.at)
        let way =
            switch record.via {
            case .api: "through the shop's API"
            case .redis: "on Redis itself"
            case .observed: "observed, not done by a cachetop"
            }
        let took = record.durationSeconds.map { ", took \(Format.duration($0))" } ?? ""
        return "\(record.by ?? "unknown"), at \(time), \(way)\(took)"
    }

    private var keys: String? {
        var parts: [String] = []
        if let planned = record.keysPlanned { parts.append("\(Format.grouped(planned)) planned") }
        if let removed = record.keysRemoved {
            let more = record.keysPlanned.map { removed - min(removed, $0) } ?? 0
            let since = more > 0 ? " (\(Format.grouped(more)) appeared since the plan)" : ""
            parts.append("\(Format.grouped(removed)) removed\(since)")
        }
        if let gone = record.keysAlreadyGone, gone > 0 {
            parts.append("\(Format.grouped(gone)) already gone")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// It holds of its moment only: a shop may fill a copy a second later.
    private var check: String? {
        guard let rewritten = record.keysRewritten, let verified = record.keysVerified else {
            return nil
        }
        let time = record.verifiedAt.map { "\(state.longTime($0)): " } ?? ""
        let count = rewritten == 0 ? "none" : Format.grouped(rewritten)
        let new = record.keysAppeared.map {
            $0 > 0 ? ", and \(Format.grouped($0)) that did not exist before" : ""
        }
        return "\(time)\(count) of \(Format.grouped(verified)) there again\(new ?? "")"
    }

    /// Asked again every few seconds while it is on the screen. What is there was written since.
    private var now: String? {
        guard record.changedSomething, let now = record.keysNow else { return nil }
        let named = (record.steps ?? []).reduce(UInt64(0)) { sum, step in
            step.kind == .unlink ? sum &+ (step.count ?? UInt64(step.keys.count)) : sum
        }
        let first = named > now.of ? "the first " : ""
        let words =
            now.there == 0
            ? "none of \(first)\(Format.keys(now.of)) is there"
            : "\(Format.grouped(now.there)) of \(first)\(Format.keys(now.of)) there, written since"
        return "\(state.longTime(now.at)): \(words)"
    }

    /// Where others show the same data for longer than the edge.
    private var new: String? {
        guard let new = NewEverywhere(record, state.shown), !new.alsoIn.isEmpty else { return nil }
        let isOver = new.at <= state.viewedAt(of: record)
        return "everywhere \(isOver ? "since" : "by") \(state.longTime(new.at)): it is also in "
            + new.alsoIn.joined(separator: ", ")
    }

    private var edge: (text: String, style: Style)? {
        func time(_ moment: Timestamp) -> String {
            moment.timeOfDay(offsetSeconds: state.setting.utcOffsetSeconds)
        }
        switch EdgeState(record, at: state.viewedAt(of: record)) {
        case nil: return nil
        case .fresh(let since): return ("fresh since \(time(since))", .plain)
        case .mayBeOld(let until, let left):
            let words = "CDN or pages may serve the old copy until \(time(until)), "
            return (words + "\(Format.span(left)) more", .plain)
        }
    }
}
