import Metrics
import Screen

/// Why the look-ups of a resource missed: a line a cause, with its share and count, and of how many misses
/// and how surely that is known.
struct MissCauseLines {
    let state: State
    let report: ResourceReport

    /// nil: the causes are known.
    var absence: String? {
        if state.isNotRecorded("resources[].missCauses") { return "not recorded" }
        guard report.missCauses == nil else { return nil }
        let part = state.shown.unavailable.first {
            $0.what == "resources[].missCauses" && ($0.subject ?? report.name) == report.name
        }
        let none = state.isReplay ? "this file has none." : "no look-up was read so far."
        return "not known: \(part?.why ?? none)"
    }

    /// The same in a few words: `62% expired, 21% cold`; nil: there is none.
    var brief: String? {
        guard absence == nil, let causes = report.missCauses, causes.total > 0 else { return nil }
        let order = MissCause.allCases.sorted { causes[$0] > causes[$1] }
        return order.prefix(2).filter { causes[$0] > 0 }.map {
            "\(Format.wholePercent(causes.share(of: $0))) \($0.name)"
        }.joined(separator: ", ")
    }

    /// `12,040 misses, each share ± 1.2 points`.
    var sample: Line {
        guard absence == nil, let causes = report.missCauses, causes.total > 0 else {
            return Line()
        }
        return Line(DisplayText("\(Format.grouped(causes.total)) misses\(certainty)"), .dim)
    }

    private var certainty: String {
        guard let error = report.missCauses?.error else { return "" }
        return error == 0
            ? ", all counted"
            : ", \(state.glyphs.plusMinus) \(Format.decimal(error * 100, places: 1)) points"
    }

    /// A line a cause, then how it was counted.
    func lines(_ width: Int, _ glyphs: Glyphs) -> [Line] {
        if let absence { return wrapped(absence, width) }
        guard let causes = report.missCauses, causes.total > 0 else {
            return [Line("no miss so far", .dim)]
        }
        return MissCause.allCases.map { line($0, causes, width, glyphs) }
    }

    /// How it was counted, as a sentence.
    func method(_ width: Int) -> [Line] {
        guard absence == nil, let causes = report.missCauses, causes.total > 0 else { return [] }
        let of =
            causes.sampled >= causes.total
            ? "Each of \(Format.grouped(causes.total)) misses was put down to a cause"
            : "\(Format.grouped(causes.sampled)) of \(Format.grouped(causes.total)) misses were put "
                + "down to a cause, the counts are scaled"
        let interval =
            (causes.error ?? 0) > 0
            ? "; each share ± \(Format.decimal((causes.error ?? 0) * 100, places: 1)) points (95 %)."
            : "."
        return wrapped(of + interval + untold, width)
    }

    /// What took copies without an event of it.
    private var untold: String {
        guard let causes = report.missCauses, causes.early + causes.unknown > 0,
            let loss = state.shown.untoldLoss
        else { return "" }
        return
            " No event says which copies the \(loss.emptiedBy) of \(state.time(loss.at)) took: their "
            + "misses count as early or unknown."
    }

    private func wrapped(_ text: String, _ width: Int) -> [Line] {
        let text = text.replacing("±", with: state.glyphs.plusMinus)
        return DisplayText(text).wrapped(to: max(10, width)).map { Line($0, .dim) }
    }

    private func line(
        _ cause: MissCause, _ causes: MissCauses, _ width: Int, _ glyphs: Glyphs
    ) -> Line {
        let share = causes.share(of: cause)
        let isMain = cause == causes.main
        var line = Line(DisplayText(cause.name.padded(after: 12)), isMain ? .accent : .dim)
        line.append(
            DisplayText(Format.percent(share).padded(before: 6)), isMain ? .accent : .plain)
        if width >= 40 {
            let bar = min(24, max(8, (width - 40) / 2))
            line += Line("  ") + Line.bar(share, columns: bar, glyphs)
        }
        line.append(DisplayText(Format.count(causes[cause]).padded(before: 8)))
        if width - line.columns >= 30 { line.append(DisplayText("  \(meaning(cause))"), .dim) }
        return line
    }

    private func meaning(_ cause: MissCause) -> String {
        let ttl = Format.span(Double(report.policy.ttlSeconds))
        return switch cause {
        case .cold: "never asked for before"
        case .expired: "the copy's \(ttl) had run out"
        case .invalidated: "purged, or its version raised"
        case .early: "gone before its \(ttl)"
        case .unknown:
            state.shown.untoldLoss.map {
                "\($0.emptiedBy) \(state.time($0.at).prefix(5)): not in events"
            } ?? "what was read can't tell"
        }
    }
}
