import Metrics
import Screen

/// A happening with the mark that it has here and on the charts.
struct TimelineRow: Sendable, Hashable {
    let happening: Happening
    let mark: ChartMark?
    /// Others of the same minute that may have made the same drop.
    var sharers = 0
    /// Its cause stands before it, though it is older.
    var isEffect = false

    var entry: TimelineEntry { happening.entry }
    var records: [InvalidationRecord] { happening.records }

    /// The only record; nil: it is none, or several.
    var record: InvalidationRecord? { records.count == 1 ? records.first : nil }

    /// The same while more becomes known of it.
    var rowID: RowID { .happening(name, at: entry.at, identity: happening.identity) }

    private var name: String {
        switch entry.kind {
        case .invalidation: records.first?.scope ?? "an invalidation"
        case .mark: entry.message
        default: entry.subject ?? entry.kind.rawValue
        }
    }

    /// What a search looks in.
    var texts: [String] {
        [entry.by ?? "", entry.message, entry.subject ?? "", entry.resource ?? ""]
            + entry.parts.map(\.resource) + records.map(\.scope)
            + records.flatMap { $0.resources ?? [] }
    }
}

extension State {
    /// Whether a search has found it.
    func isMatch(_ row: TimelineRow) -> Bool {
        !filter.isEmpty && row.texts.contains(where: matches)
    }

    /// Newest first, causes before their effects, after the filter.
    var timelineRows: [TimelineRow] {
        let shown = happenings.indices.reversed().filter { timelineFilter.admits(happenings[$0]) }
        return causeOrder.ordered(shown).map { place in
            var row = row(place.index, of: happenings)
            row.isEffect = place.isEffect
            return row
        }
    }

    /// Newest first, all up to now, whatever moment is shown: charts reach so far.
    var newestRows: [TimelineRow] { rows(of: viewing == nil ? happenings : present.happenings) }

    private func rows(of happenings: [Happening]) -> [TimelineRow] {
        happenings.indices.reversed().map { row($0, of: happenings) }
    }

    private func row(_ index: Int, of happenings: [Happening]) -> TimelineRow {
        TimelineRow(
            happening: happenings[index],
            mark: mark(of: happenings[index], at: index, of: happenings.count),
            sharers: happenings.sharers(of: index))
    }

    /// The row under the timeline's cursor, or its newest where there is none.
    var detailedRow: TimelineRow? {
        let rows = timelineRows
        guard let selected = selections[.timeline]?.row else { return rows.first }
        return rows.first { $0.rowID == selected } ?? rows.first
    }
}
