/// The grid that panels draw on and the terminal, `cachetop render` and the tests read.
///
/// A value: to draw a frame is to fill one, and two frames can be compared. Writes outside the
/// grid or the clip are dropped, so a panel that believes it has more room than it has is
/// ugly, never fatal. Half a wide character is a space.
package struct Canvas: Sendable, Hashable {
    package let size: Size
    private var cells: [Cell]
    private var clip: Rect
    /// Where the rows of lists were drawn: what a pointer points at.
    package private(set) var listRows: [ListRow] = []

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank(), count: size.columns * size.rows)
        clip = Rect(size)
    }

    package var bounds: Rect { Rect(size) }

    package subscript(x: Int, y: Int) -> Cell? {
        bounds.contains(x: x, y: y) ? cells.element(at: y * size.columns + x) : nil
    }

    /// Draws with all writes confined to `rect` (and to the clip already in force).
    /// Coordinates stay those of the whole canvas.
    package mutating func clipped(to rect: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = clip
        clip = clip.intersection(rect)
        draw(&self)
        clip = outer
    }

    /// Returns the columns that the text takes, at most `maxWidth`, whether visible or clipped:
    /// what to add to `x` to go on behind it.
    @discardableResult
    package mutating func write(
        _ text: DisplayText, x: Int, y: Int, style: Style = .plain, maxWidth: Int? = nil
    ) -> Int {
        var column = x
        let end = maxWidth.map { x + max(0, $0) }
        for piece in text.pieces {
            if let end, column + piece.columns > end { break }
            put(piece.text, columns: piece.columns, x: column, y: y, style: style)
            column += piece.columns
        }
        return column - x
    }

    @discardableResult
    package mutating func write(
        _ text: String, x: Int, y: Int, style: Style = .plain, maxWidth: Int? = nil
    ) -> Int {
        write(DisplayText(text), x: x, y: y, style: style, maxWidth: maxWidth)
    }

    /// Blanks a rectangle.
    package mutating func fill(_ rect: Rect, style: Style = .plain) {
        let rect = rect.intersection(clip)
        for y in rect.y..<rect.maxY {
            for x in rect.x..<rect.maxX { put(" ", columns: 1, x: x, y: y, style: style) }
        }
    }

    /// Gives what is already drawn another style: a selected row, stale numbers, the screen
    /// behind a dialog.
    package mutating func restyle(_ rect: Rect, _ style: Style) {
        let rect = rect.intersection(clip)
        for y in rect.y..<rect.maxY {
            for x in rect.x..<rect.maxX {
                guard let cell = self[x, y] else { continue }
                set(Cell(text: cell.text, style: style), x: x, y: y)
            }
        }
    }

    /// Remembers where a row of a list stands.
    ///
    /// - Parameter place: which of the list it is.
    package mutating func note(place: Int, in rect: Rect) {
        let visible = rect.intersection(clip)
        guard !visible.isEmpty else { return }
        listRows.append(ListRow(place: place, rect: visible))
    }

    /// Puts one character, or spaces for the visible part of one that the clip cuts in half.
    mutating func put(_ text: String, columns: Int, x: Int, y: Int, style: Style) {
        let whole = clip.contains(x: x, y: y) && clip.contains(x: x + columns - 1, y: y)
        for offset in 0..<columns where clip.contains(x: x + offset, y: y) {
            healNeighbours(x: x + offset, y: y)
            let part = whole ? (offset == 0 ? text : "") : " "
            set(Cell(text: part, style: style), x: x + offset, y: y)
        }
    }

    /// The other half of a wide character that is about to lose one becomes a space.
    private mutating func healNeighbours(x: Int, y: Int) {
        if let cell = self[x, y], cell.isContinuation, let left = self[x - 1, y] {
            set(.blank(left.style), x: x - 1, y: y)
        }
        if let right = self[x + 1, y], right.isContinuation {
            set(.blank(right.style), x: x + 1, y: y)
        }
    }

    private mutating func set(_ cell: Cell, x: Int, y: Int) {
        guard bounds.contains(x: x, y: y) else { return }
        let index = y * size.columns + x
        guard cells.indices.contains(index) else { return }
        cells[index] = cell
    }
}
