import Screen

/// What could be typed next, above the line that is typed: one a row with what it means where all can say
/// it, else as many a row as fit. What has no room is counted.
struct ProposalList: Widget {
    let entry: CommandEntry

    /// Rows that names alone may take.
    private static let mostRows = 4
    /// So many are still read one by one.
    private static let mostExplained = 12

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        let lines = lines(Size(columns: rect.width, rows: rect.height))
        let place = rect.splitBottom(lines.count).bottom
        canvas.fill(place)
        for (row, line) in lines.enumerated() {
            canvas.write(Line(" ") + line, in: place.row(row), glyphs: glyphs)
        }
    }

    private func lines(_ size: Size) -> [Line] {
        guard !entry.hasNoProposal else {
            return [Line("Nothing that is known begins so or looks like it.", .dim)]
        }
        guard !entry.proposals.isEmpty, size.rows > 0 else { return [] }
        if size.rows > 1, entry.proposals.count <= Self.mostExplained,
            entry.proposals.allSatisfy({ $0.explanation != nil })
        {
            return explained(size)
        }
        return flowing(size)
    }

    private func name(_ index: Int) -> Line {
        guard entry.proposals.indices.contains(index) else { return Line() }
        let isChosen = entry.proposal == index
        return Line(DisplayText(entry.proposals[index].word), isChosen ? .selected : .accent)
    }

    // MARK: One a row

    private func explained(_ size: Size) -> [Line] {
        let longest = entry.proposals.map { DisplayText($0.word).columns }.max() ?? 0
        let rows = entry.proposals.enumerated().map { index, proposal in
            let gap = String(
                repeating: " ", count: longest + 2 - DisplayText(proposal.word).columns)
            return name(index) + Line(DisplayText(gap + (proposal.explanation ?? "")), .dim)
        }
        return Self.window(rows, around: entry.proposal ?? 0, most: size.rows) { hidden in
            Line(DisplayText("+\(hidden) more"), .dim)
        }
    }

    /// The rows around one of them; the last says how many are not on the screen.
    private static func window(
        _ rows: [Line], around chosen: Int, most: Int, note: (Int) -> Line
    ) -> [Line] {
        guard rows.count > most else { return rows }
        let page = max(1, most - 1)
        let first = min(max(0, chosen - page + 1), rows.count - page)
        return Array(rows[first..<(first + page)]) + [note(rows.count - page)]
    }

    // MARK: As many as fit

    private func flowing(_ size: Size) -> [Line] {
        let rows = flow(size.columns - 2)
        let chosen = rows.firstIndex { $0.contains(entry.proposal ?? 0) } ?? 0
        let most = max(1, min(Self.mostRows, size.rows))
        guard rows.count > most else { return rows.map(line) }
        // The last row ends with the count.
        let first = min(max(0, chosen - most + 1), rows.count - most)
        var shown = Array(rows[first..<(first + most)])
        func note() -> Line {
            let hidden = entry.proposals.count - shown.reduce(0) { $0 + $1.count }
            return Line(DisplayText("  +\(hidden) more"), .dim)
        }
        while let last = shown.last, last.count > 1,
            line(last).columns + note().columns > size.columns - 2
        {
            let isChosenLast = last.last == entry.proposal
            shown[shown.count - 1] = isChosenLast ? Array(last.dropFirst()) : last.dropLast()
        }
        return shown.dropLast().map(line) + [line(shown.last ?? []) + note()]
    }

    /// Which proposals stand in which row.
    private func flow(_ columns: Int) -> [[Int]] {
        var rows: [[Int]] = [[]]
        var used = 0
        for index in entry.proposals.indices {
            let width = name(index).columns
            if used > 0, used + 2 + width > columns {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(index)
            used += (used > 0 ? 2 : 0) + width
        }
        return rows
    }

    private func line(_ row: [Int]) -> Line {
        row.enumerated().reduce(Line()) { $0 + Line($1.offset > 0 ? "  " : "") + name($1.element) }
    }
}
