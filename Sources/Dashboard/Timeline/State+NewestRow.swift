import Metrics
import Screen

// The cursor of the timeline: on the newest row it stays on the newest, as at the end of `less +F`; and it goes to
// what this operator has just done, unless it was moved meanwhile.

extension State {
    /// Seconds without a key after which the list goes back to what is new.
    private static let rest = 120.0

    mutating func followNewest() {
        returnToNewest()
        followFirst(in: .timeline)
        // What matters most stands first there.
        if view == .findings { followFirst(in: cursor) }
    }

    /// The cursor was moved down and left there: what is new must not stay out of sight for good. Whoever reads a
    /// happening, or the list on the whole screen, or an earlier moment, is left alone.
    private mutating func returnToNewest() {
        guard let selected = selections[.timeline], selected.place > 0, now - keyedAt >= Self.rest,
            openedLine == nil, view == .dashboard, !isExpanded, viewing == nil, mode == .browsing
        else { return }
        select(0, in: .timeline)
    }

    private mutating func followFirst(in list: PanelID) {
        guard openedLine == nil, let selected = selections[list], selected.place == 0,
            let place = rows(of: list).firstIndex(of: selected.row), place > 0
        else { return }
        if givenCursors[list] == selected.row { give(0, in: list) } else { select(0, in: list) }
    }

    /// To the row of a purge of this operator's.
    /// - Parameter before: where the cursor was when the purge began.
    mutating func follow(_ record: InvalidationRecord, from before: RowID?) {
        _ = follow(from: before) { row in
            row.records.contains { $0.id == record.id && $0.at == record.at }
        }
    }

    /// To the row of a mark that was written here, once it is read back.
    mutating func followMark() {
        guard let mark = awaitedMark else { return }
        let isThere = follow(from: mark.cursor) {
            $0.entry.kind == .mark && $0.entry.message == mark.text
        }
        if isThere { awaitedMark = nil }
    }

    /// False: it is not in the list.
    private mutating func follow(
        from before: RowID?, to isMeant: (TimelineRow) -> Bool
    ) -> Bool {
        guard let place = timelineRows.firstIndex(where: isMeant) else { return false }
        if openedLine == nil, let selected = selections[.timeline], selected.row == before {
            give(place, in: .timeline)
        }
        return true
    }

    /// A mark of this operator's that was written and not read back yet.
    struct AwaitedMark: Sendable, Hashable {
        var text: String
        /// Where the timeline's cursor was when it was written.
        var cursor: RowID?
    }
}
