// The arithmetic of a table, apart from its drawing: which columns, how wide, which rows.

extension Table {
    struct PlacedColumn {
        let index: Int
        let column: Column
        var x: Int
        var width: Int
    }

    struct Window: Equatable {
        let rows: Range<Int>
        let above: Int
        let below: Int
        /// False when there is a single line, which then belongs to a row.
        let noteHasOwnLine: Bool
    }

    func columnLayout(width: Int) -> [PlacedColumn] {
        var places = columns.enumerated().map { index, column in
            PlacedColumn(index: index, column: column, x: 0, width: smallestWidth(index, column))
        }
        while total(places) > width, let victim = nextToDrop(places) { places.remove(at: victim) }
        shareSurplus(width - total(places), among: &places)
        var x = 0
        for index in places.indices {
            places[index].x = x
            places[index].width = min(places[index].width, max(0, width - x))
            x += places[index].width + spacing
        }
        return places
    }

    /// The cells of a row with their places; one that reaches has those of the columns behind it, too.
    func cells(
        of row: Row, _ layout: [PlacedColumn], width: Int
    ) -> [(place: PlacedColumn, content: Content)] {
        let first = row.reach.flatMap { reach in layout.firstIndex { $0.index >= reach } }
        var cells = layout.prefix(first ?? layout.count).compactMap { place in
            row.cells.element(at: place.index).map { (place, $0) }
        }
        if let first, let content = row.cells.last {
            var place = layout[first]
            place.width = max(0, width - place.x)
            cells.append((place, content))
        }
        return cells
    }

    /// Of the columns that there is room for.
    package func shownTitles(width: Int) -> [String] {
        columnLayout(width: width).map(\.column.title.string)
    }

    func visibleRows(height: Int) -> Window {
        guard rows.count > height else {
            return Window(rows: 0..<rows.count, above: 0, below: 0, noteHasOwnLine: false)
        }
        let noteHasOwnLine = height > 1
        let room = noteHasOwnLine ? height - 1 : height
        var first = offset
        if let selected { first = min(max(first, selected - room + 1), selected) }
        first = min(max(first, 0), rows.count - room)
        return Window(
            rows: first..<(first + room), above: first, below: rows.count - first - room,
            noteHasOwnLine: noteHasOwnLine)
    }

    /// The rows on show in `height` lines, the header included: for paging and for `offset`.
    package func visibleRange(height: Int) -> Range<Int> {
        visibleRows(height: max(0, height - (showsHeader && height > 1 ? 1 : 0))).rows
    }

    /// Those of the rows that are not on show, added up by their labels.
    func hiddenFindings(_ window: Window) -> [Finding] {
        var sums: [Finding] = []
        for (index, row) in rows.enumerated() where !window.rows.contains(index) {
            for finding in row.findings where finding.count > 0 {
                if let place = sums.firstIndex(where: { $0.label == finding.label }) {
                    sums[place].count += finding.count
                } else {
                    sums.append(finding)
                }
            }
        }
        return sums
    }

    private func total(_ places: [PlacedColumn]) -> Int {
        places.reduce(0) { $0 + $1.width } + spacing * max(0, places.count - 1)
    }

    private func nextToDrop(_ places: [PlacedColumn]) -> Int? {
        let largest = places.map(\.column.priority).max() ?? 0
        return largest > 0 ? places.lastIndex { $0.column.priority == largest } : nil
    }

    private func smallestWidth(_ index: Int, _ column: Column) -> Int {
        switch column.width {
        case .fixed(let width): return max(0, width)
        case .flexible(let least, _): return max(0, least)
        case .fitted(let least, let most):
            let widest = rows.reduce(column.title.columns) { widest, row in
                guard case .line(let line) = row.cells.element(at: index) else { return widest }
                return max(widest, line.columns)
            }
            return max(least, min(widest, most), 0)
        }
    }

    private func shareSurplus(_ surplus: Int, among places: inout [PlacedColumn]) {
        var surplus = surplus
        while surplus > 0 {
            let growing = places.indices.filter {
                guard case .flexible(_, let most) = places[$0].column.width else { return false }
                return places[$0].width < most
            }
            guard !growing.isEmpty else { return }
            for index in growing.prefix(surplus) {
                places[index].width += 1
                surplus -= 1
            }
        }
    }
}
