/// The cells that a chart's curve takes, in one of three ways of drawing.
struct ChartCurve {
    struct Cell: Hashable {
        var x: Int
        var y: Int
        var text: String
    }

    let values: [Double?]
    let scale: ChartScale
    let plot: Rect
    let charts: ChartGlyphs
    /// Where the first column begins, as a share of all values.
    var offset = 0.0

    var cells: [Cell] {
        guard !plot.isEmpty else { return [] }
        switch charts {
        case .braille: return braille
        case .blocks(let levels): return blocks(levels)
        case .points(let levels, let link): return points(levels, link)
        }
    }

    /// A value for each of some columns: the mean of those that fall into it, else the one that holds there.
    func samples(_ columns: Int) -> [Double?] {
        let known = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        guard !known.isEmpty, columns > 0 else { return [] }
        func index(_ column: Int) -> Int {
            let place = offset + Double(column) / Double(columns)
            return Int((place * Double(known.count) + 1e-6).rounded(.down))
        }
        return (0..<columns).map { column in
            // The last column may reach beyond the newest value.
            let start = min(index(column), known.count - 1)
            let end = max(start + 1, index(column + 1))
            let share = known[start..<min(end, known.count)].compactMap(\.self)
            return share.isEmpty ? nil : share.reduce(0, +) / Double(share.count)
        }
    }

    /// From the top: 0 to `steps` - 1.
    private func step(_ value: Double, among steps: Int) -> Int {
        Int(((1 - scale.ratio(value)) * Double(steps - 1)).rounded())
    }

    /// Two columns and four rows of dots in a cell; a jump is a line upright.
    private var braille: [Cell] {
        let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        var dots = Array(repeating: UInt8(0), count: plot.width * plot.height)
        var last: Int?
        for (column, value) in samples(plot.width * 2).enumerated() {
            guard let value else {
                last = nil
                continue
            }
            let y = step(value, among: plot.height * 4)
            var (top, bottom) = (y, y)
            if let last, last < y { top = last + 1 }
            if let last, last > y { bottom = last - 1 }
            for dot in min(top, bottom)...max(top, bottom) {
                let index = dot / 4 * plot.width + column / 2
                guard dots.indices.contains(index) else { continue }
                dots[index] |= bits[column % 2][dot % 4]
            }
            last = y
        }
        return dots.indices.filter { dots[$0] != 0 }.map { index in
            let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) ?? " "
            return Cell(
                x: plot.x + index % plot.width, y: plot.y + index / plot.width,
                text: String(Character(scalar)))
        }
    }

    private func blocks(_ levels: [String]) -> [Cell] {
        var cells: [Cell] = []
        let steps = levels.count
        for (column, value) in samples(plot.width).enumerated() {
            guard let value else { continue }
            let filled = plot.height * steps - step(value, among: plot.height * steps)
            for row in 0..<plot.height {
                let rest = min(filled - row * steps, steps)
                guard rest > 0, let text = levels.element(at: rest - 1) else { break }
                cells.append(Cell(x: plot.x + column, y: plot.maxY - 1 - row, text: text))
            }
        }
        return cells
    }

    /// A character a column, high, in the middle or low in its cell.
    private func points(_ levels: [String], _ link: String) -> [Cell] {
        var cells: [Cell] = []
        let steps = max(1, levels.count)
        var last: Int?
        for (column, value) in samples(plot.width).enumerated() {
            guard let value else {
                last = nil
                continue
            }
            let place = step(value, among: plot.height * steps)
            let row = place / steps
            if let last, abs(last - row) > 1 {
                for between in (min(last, row) + 1)..<max(last, row) {
                    cells.append(Cell(x: plot.x + column, y: plot.y + between, text: link))
                }
            }
            let text = levels.element(at: steps - 1 - place % steps) ?? link
            cells.append(Cell(x: plot.x + column, y: plot.y + row, text: text))
            last = row
        }
        return cells
    }
}
