import Metrics
import Screen

// What a happening did to the hit rate.

extension Aftermath {
    /// `97.0%→41.2%→95.8%`, or that there was no drop, or is none so far; empty where nothing was looked up.
    func line(_ effect: HitRateEffect, _ glyphs: Glyphs) -> Line {
        switch effect {
        case .noDrop(let isOver): return Line(isOver ? "no drop" : "no drop so far", .dim)
        case .unclear: return Line("no clear drop", .dim)
        case .tooEarly: return Line("too early to say", .dim)
        case .overtaken: return Line("not known", .dim)
        case .drop, .slight, .unknown: break
        }
        let arrow = Line(DisplayText(glyphs.arrow), .dim)
        let lowest = DisplayText(Format.percent(hitRateLowest))
        return Line(DisplayText(Format.percent(hitRateBefore))) + arrow
            + Line(lowest, Style(severity)) + arrow
            + Line(DisplayText(Format.percent(hitRateNow)))
    }

    /// The same without what it is now: `97.0%→41.2%`.
    func fall(_ glyphs: Glyphs) -> Line {
        guard severity != nil else { return Line() }
        return Line(DisplayText(Format.percent(hitRateBefore)))
            + Line(DisplayText(glyphs.arrow), .dim)
            + Line(DisplayText(Format.percent(hitRateLowest)), Style(severity))
    }

    /// In a sentence.
    /// - Parameter time: a moment as the screen has it.
    func words(_ effect: HitRateEffect, time: (Timestamp) -> String) -> String {
        func part(_ rate: Double?, _ when: String) -> String {
            "\(rate.map { Format.percent($0) } ?? "no look-ups") \(when)"
        }
        let before = part(hitRateBefore, "in the minute before")
        guard hitRateLowest != nil else { return before + ", no look-ups since" }
        let end =
            recoveredAt != nil
            ? "when it had come back" : followedUntil != nil ? "when last measured" : "now"
        switch effect {
        case .tooEarly(let moment):
            return "too early to say before \(time(moment)): \(before), \(part(hitRateNow, end))"
        case .overtaken:
            return "not known: something else changed it "
                + "\(followedUntil.map { "at \(time($0))" } ?? "") before it could be judged"
        case .noDrop(let isOver):
            return "no drop\(isOver ? "" : " so far"): \(before), \(part(hitRateNow, end))"
        case .unclear:
            let lookups = lookupsLowest.map { " of \(Format.grouped($0)) look-ups" } ?? ""
            return
                "no clear drop: \(before), \(part(hitRateLowest, "at its lowest"))\(lookups), which may be "
                + "chance"
        case .drop, .slight, .unknown: break
        }
        return "\(before), \(part(hitRateLowest, "at its lowest since")), "
            + part(hitRateNow, end)
    }
}

extension HitRateEffect {
    /// Rows show the rates, and no words.
    var hasRates: Bool {
        switch self {
        case .drop, .slight, .unknown: true
        case .noDrop, .unclear, .tooEarly, .overtaken: false
        }
    }
}

extension State {
    func effect(of rates: Aftermath, at moment: Timestamp) -> HitRateEffect {
        rates.effect(of: moment, at: shown.takenAt)
    }

    /// Rates of a row, with whose they are, and without.
    func rates(of row: TimelineRow) -> [Line] {
        guard let rates = row.entry.aftermath else { return [Line()] }
        let effect = self.effect(of: rates, at: row.entry.at)
        let line = rates.line(effect, glyphs)
        guard effect.hasRates, let whose = row.entry.rated else { return [line] }
        return [Line(DisplayText("\(whose) "), .dim) + line, line]
    }

    func words(of rates: Aftermath, at moment: Timestamp) -> String {
        rates.words(effect(of: rates, at: moment)) { time($0) }
    }
}

extension TimelineRow {
    /// Whether it has a second line: only of a drop that matters.
    var hasEffect: Bool { entry.aftermath?.severity != nil }

    /// That line, in ever fewer words.
    func effect(_ glyphs: Glyphs) -> [Line]? {
        guard hasEffect, let rates = entry.aftermath else { return nil }
        let line = rates.line(.drop, glyphs)
        let whose = Line(DisplayText(entry.rated.map { "\($0) " } ?? "hit rate "), .dim)
        let shared = sharers == 0 ? Line() : Line(DisplayText(", with \(sharers) more"), .dim)
        let least = [sharers == 0 ? line : line + Line(" +", .dim), line, rates.fall(glyphs)]
        guard let back = rates.recoveredAt else {
            let yet = rates.followedUntil == nil ? Line(" so far", .dim) : Line()
            return [
                whose + line + yet + shared, whose + line + shared, whose + line,
                whose + rates.fall(glyphs), line + shared,
            ] + least
        }
        let took = Format.span(max(0, back.seconds(since: entry.at)))
        let long = Line(DisplayText(", back in \(took)"), .dim)
        let short = Line(DisplayText(" in \(took)"), .dim)
        return [
            whose + line + long + shared, whose + line + short + shared, whose + line + shared,
            whose + line, whose + rates.fall(glyphs), line + shared,
        ] + least
    }

    /// In a sentence; nil: the drop is this one's alone.
    var sharersWords: String? {
        guard sharers > 0 else { return nil }
        let others = sharers == 1 ? "another happening" : "\(sharers) other happenings"
        return "\(others) of the same minute may have made this drop, too"
    }
}
