import Metrics
import Screen

/// Below the expanded timeline, or opened whole: all that is known of one happening.
struct TimelineDetail {
    let row: TimelineRow
    let state: State

    private var entry: TimelineEntry { row.entry }

    func rows(_ width: Int) -> [Line] {
        if let record = row.record {
            return InvalidationDetail(record: record, state: state, shared: row.sharersWords)
                .rows(width, state.glyphs)
        }
        if entry.kind == .mark { return MarkDetail(mark: entry, state: state).rows(width) }
        return InvalidationDetail.rows(facts, width) + parts(width)
    }

    private var facts: [(String, String, Style)] {
        let words = state.words(of: row)
        var facts: [(String, String, Style)] = []
        if let what = words.forms.first {
            facts.append(("what", what.string, what.spans.last?.style ?? .plain))
        }
        facts.append(("when", when, .plain))
        if entry.kind == .invalidation || row.happening.isUnclaimed {
            let nobody = row.happening.isUnclaimed ? "unknown: nothing announced it" : "unknown"
            facts.append(("by", entry.by ?? nobody, .plain))
        }
        if let from = entry.from.flatMap({ UInt64($0) }), let to = entry.to.flatMap({ UInt64($0) }),
            row.happening.isUnclaimed
        {
            let change = "\(Format.grouped(from)) \(state.glyphs.arrow) \(Format.grouped(to))"
            facts.append(("keys", change, .plain))
        }
        if !entry.parts.isEmpty {
            let shares = entry.parts.map { "\($0.resource) \(Format.grouped($0.keys))" }
            let words = "\(shares.joined(separator: ", ")) fewer at the next look at all keys"
            facts.append(("whose", words, .plain))
        } else if entry.kind == .unannounced {
            facts.append(("whose", "not known: told by two looks at all keys around it", .dim))
        }
        if let rates = entry.aftermath {
            let whose = entry.allRated.map { "\($0): " } ?? ""
            facts.append(("hit rate", whose + state.words(of: rates, at: entry.at), .plain))
        }
        if let shared = row.sharersWords { facts.append(("", shared, .dim)) }
        if let back = entry.recoveredAt {
            let took = Format.span(max(0, back.seconds(since: entry.at)))
            facts.append(("back", "\(state.longTime(back)), after \(took)", .plain))
        }
        if row.records.isEmpty { facts.append(("facts", entry.message, .plain)) }
        return facts
    }

    private var when: String {
        guard let until = entry.until, until > entry.at else {
            let goesOn = entry.kind == .evictions || entry.kind == .alert
            return state.longTime(entry.at) + (goesOn ? ", going on" : "")
        }
        let (begin, end) = (state.longTime(entry.at), state.time(until))
        return row.happening.isUnclaimed ? "between \(begin) and \(end)" : "\(begin) to \(end)"
    }

    /// What was put together, one by one, newest first.
    private func parts(_ width: Int) -> [Line] {
        guard row.records.count > 1 else { return [] }
        let head = Line(DisplayText("\(row.records.count) parts"), .heading)
        return [Line(), head]
            + row.records.reversed().map { record in
                let words = RecordWords(
                    record: record, versions: state.shown.versions, glyphs: state.glyphs)
                let time = Line(DisplayText(state.time(record.at) + "  "), .dim)
                let forms = words.forms.map { Line(DisplayText($0), record.style) }
                return time + Line.first(of: forms, within: max(1, width - time.columns))
            }
    }
}
