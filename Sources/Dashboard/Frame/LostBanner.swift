import Metrics
import Screen

/// Across the screen while there is no connection: why, what to do, and when the next try is.
///
/// The reason takes as many rows as it needs, and is whole where it can be; where it can't, `a` shows it. The
/// countdown is at the end of the last row, in a place of fixed width so that nothing moves.
struct LostBanner: Widget {
    let state: State

    private static let slot = 27
    private static let shortSlot = 18

    /// The rows that a reason takes, `most` at most.
    static func rows(_ why: String, width: Int, most: Int) -> Int {
        let lines = DisplayText(why).wrapped(to: max(1, width - 2))
        let isFull = (lines.last?.columns ?? 0) > width - 2 - shortSlot
        return max(1, min(most, lines.count + (isFull ? 1 : 0)))
    }

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard case .lost(let why, let retryAt) = state.link, !rect.isEmpty else { return }
        canvas.fill(rect, style: .banner)
        var lines = DisplayText(why).wrapped(to: max(1, rect.width - 2))
        if lines.count > rect.height {
            // What has no row goes to the end of the last one, which shows that it is cut.
            let rest = lines[(rect.height - 1)...].map(\.string).joined(separator: " ")
            lines = lines.prefix(rect.height - 1) + [DisplayText(rest)]
        }
        let last = lines.count == rect.height ? lines.last?.columns ?? 0 : 0
        let isShort = last > rect.width - 2 - Self.slot
        let isCut = last > rect.width - 2 - Self.shortSlot
        let (rest, right) = rect.row(rect.height - 1)
            .splitRight(isShort ? Self.shortSlot : Self.slot)
        for (row, line) in lines.enumerated() {
            let place = row == rect.height - 1 ? rest : rect.row(row)
            canvas.write(Line(" ", .banner) + Line(line, .banner), in: place, glyphs: glyphs)
        }
        canvas.write(
            Line(DisplayText(isCut ? "a: all " : countdown(retryAt, isShort: isShort)), .banner),
            in: right,
            alignment: .trailing, glyphs: glyphs)
    }

    private func countdown(_ retryAt: Double, isShort: Bool) -> String {
        let left = max(0, retryAt - state.now)
        if left < 0.5 { return "trying again now " }
        let span = Format.span(left.rounded(.up))
        return isShort ? "in \(span), r: now " : "next try in \(span), r: now "
    }
}
