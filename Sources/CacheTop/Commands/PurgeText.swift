import Console
import Foundation
import LiveCache
import Metrics

/// The plan of `purge` as text: what will be sent, and what it will cost, a fact a line.
///
/// Names the basis of every figure, and says `not known` where there is none.
struct PurgeText {
    let planned: PlannedInvalidation

    private var plan: InvalidationPlan { planned.plan }
    private var radius: BlastRadius { planned.radius }

    var lines: [String] {
        var lines = ["\(plan.way == .api ? "Asks" : "On") \(plan.target):"]
        lines += plan.descriptions.map { "  " + $0 }
        if plan.way == .api { lines.append("The API decides what goes.") }
        lines += (keys + nothing + cluster + generations + [hits] + edge + alsoIn + recent).map {
            $0
        }
        return lines.map(DisplayLine.safe)
    }

    private var keys: [String] {
        guard plan.way == .redis, !planned.keys.isEmpty || radius.keys != nil else { return [] }
        var text = "Keys that go: \(radius.keys.map { "\($0)" } ?? "not known")"
        if let bytes = radius.bytes {
            text += ", \(radius.estimated == true ? "about " : "")\(Format.bytes(bytes))"
        }
        if let missing = radius.missingKeys, missing > 0 {
            text += "; \(missing) named, but not there"
        }
        var lines = [text]
        if let life = radius.life {
            let of = radius.estimated == true ? " (of \(life.sampled) looked at)" : ""
            lines.append(
                "Left to live: half less than \(Format.span(life.p50Seconds)), nine of ten less "
                    + "than \(Format.span(life.p90Seconds)), the longest "
                    + "\(Format.span(life.longestSeconds)), \(life.withoutExpiry) without "
                    + "expiry\(of)")
        }
        return lines
    }

    private var nothing: [String] {
        guard planned.isEmpty else { return [] }
        let names = (radius.suggestions ?? []).joined(separator: ", ")
        return ["Nothing is there to remove." + (names.isEmpty ? "" : " Did you mean: \(names)?")]
    }

    private var cluster: [String] {
        radius.oneNodeOnly == true
            ? ["The counts are of this node of the cluster only."] : []
    }

    private var generations: [String] {
        radius.generations.map { generation in
            let value = generation.value.map { "v\($0)" } ?? "counter not there"
            guard let at = generation.sweptAt else {
                return "\(generation.resource) \(value): keys not counted"
            }
            let mark = generation.estimated == true ? "about " : ""
            let keys = generation.keys.map { "\(mark)\($0) keys" } ?? "keys not known"
            let bytes = generation.bytes.map { ", \(Format.bytes($0))" } ?? ""
            let spared = generation.notAffected.map { "; \(mark)\($0) live keys not affected" }
            return "\(generation.resource) \(value) dies: \(keys)\(bytes)\(spared ?? ""), counted "
                + "at \(at.timeOfDay()) UTC"
        }
    }

    private var hits: String {
        let rate = "Hits that will miss: \(Format.rate(radius.hits.perSecond)) a second"
        let span = Format.span(radius.hits.seconds)
        return switch radius.hits.basis {
        case .tallies: "\(rate), by the last \(span) of these resources"
        case .stream: "\(rate), by the last \(span) of the event stream"
        case .streamCut: "\(rate), by no more than the newest \(span) of the event stream"
        case .unknown: "Hits that will miss: not known"
        }
    }

    private var edge: [String] {
        radius.edge.compactMap { edge in
            let parts = [("the CDN", edge.cdnSeconds), ("pages", edge.isrSeconds)].compactMap {
                name, seconds in
                seconds.map { "\(name) for \(Format.span(Double($0)))" }
            }
            guard !parts.isEmpty else { return nil }
            return "Old copies of \(edge.resource) may come from "
                + parts.joined(separator: " and ") + " more"
        }
    }

    private var alsoIn: [String] {
        (radius.alsoIn ?? []).map {
            "\($0.resource) shows the same data and is not purged: it may be old for "
                + "\(Format.span(Double($0.seconds))) more"
        }
    }

    private var recent: [String] {
        guard let recent = radius.recent else {
            return ["Recent purges of the same: not known"]
        }
        return recent.prefix(5).map { record in
            "\(record.at.timeOfDay()) UTC: \(record.scope) by \(record.by ?? "unknown") "
                + "(\(record.outcome.words))"
        } + (recent.count > 5 ? ["and \(recent.count - 5) more in the last ten minutes"] : [])
    }
}
