import Metrics
import Screen

/// Across the screen while it shows an earlier moment: which, and how to return.
struct PastBanner: Widget {
    let state: State

    func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
        guard let viewing = state.viewing, !rect.isEmpty else { return }
        canvas.fill(rect, style: .pastBanner)
        let ago = Format.span(max(0, state.serverNow.seconds(since: viewing.at)))
        let moment = " PAST \(state.time(viewing.at)), \(ago) ago"
        let step = kept(viewing)
        // Esc leaves what lies above the panels first.
        let now = state.nextEscape == .past ? "0 Esc now " : "0 now "
        let keys = state.isReplay ? [""] : ["[ ] step  { } ten  \(now)", now]
        let right =
            keys.first { moment.count + step.count + $0.count + 2 <= rect.width } ?? keys.last ?? ""
        let isWhole = moment.count + step.count + right.count + 2 <= rect.width
        canvas.write(
            Line(DisplayText(moment + (isWhole ? step : "")), .pastBanner), in: rect, glyphs: glyphs
        )
        canvas.write(
            Line(DisplayText(right), .pastBanner), in: rect, alignment: .trailing, glyphs: glyphs)
    }

    private func kept(_ viewing: PastMoment) -> String {
        guard viewing.isReadBack else {
            return ", kept every \(Self.words(viewing.resolutionSeconds))"
        }
        return state.isReplay
            ? ", from the history in the file" : ", before cachetop started: only hit rates"
    }

    private static func words(_ seconds: Int) -> String {
        switch seconds {
        case 1: "second"
        case 60: "minute"
        default: "\(seconds) s"
        }
    }
}
