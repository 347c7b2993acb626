extension Canvas {
    /// The rows as text, without trailing spaces: `cachetop render` and goldens.
    package var lines: [String] {
        (0..<size.rows).map { y in
            let row = cells(inRow: y).map(\.text)
            let used = row.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
            return row.prefix(used).joined()
        }
    }

    /// One letter a cell, `Style.rawValue`, plain trailing cells left out: a golden of the roles.
    package var styleLines: [String] {
        (0..<size.rows).map { y in
            let row = cells(inRow: y).map(\.style)
            let used = row.lastIndex { $0 != .plain }.map { $0 + 1 } ?? 0
            return String(row.prefix(used).map(\.rawValue))
        }
    }

    /// Which row of a list stands at a cell.
    package func place(x: Int, y: Int) -> Int? {
        listRows.last { $0.rect.contains(x: x, y: y) }?.place
    }

    /// The rows of lists within a rectangle.
    package func places(in rect: Rect) -> Set<Int> {
        Set(listRows.filter { !$0.rect.intersection(rect).isEmpty }.map(\.place))
    }

    package func cells(inRow y: Int) -> [Cell] {
        (0..<size.columns).compactMap { self[$0, y] }
    }

    package func runs(inRow y: Int) -> [StyledRun] {
        var runs: [StyledRun] = []
        var start = 0
        let row = cells(inRow: y)
        for (x, cell) in row.enumerated() {
            let next = row.element(at: x + 1)
            guard next?.style != cell.style || next == nil else { continue }
            runs.append(
                StyledRun(x: start, cells: Array(row[start...x]), style: cell.style))
            start = x + 1
        }
        return runs
    }
}
