import Metrics
import Screen

extension Readings {
    /// The hit rate of the baseline; resource nil: of all keys.
    func baseRate(of resource: String?) -> Figure {
        figure(state.baselineRate(of: resource), .events) { Format.percent($0) }
    }

    /// In points, above it or below.
    func delta(of resource: String?) -> Figure {
        figure(state.delta(of: resource), .events) { Format.points($0) }
    }

    /// With an arrow while resources are in its order.
    var deltaTitle: DisplayText {
        let title = state.setting.isASCII ? "diff" : "Δ"
        return DisplayText(state.sortsByDelta ? title + state.glyphs.up : title)
    }

    /// Which moment hit rates are compared with, longest first; empty: with none.
    var baselineForms: [Line] {
        guard let baseline = state.baseline else { return [] }
        let sort = state.sortsByDelta ? ", s: order of the policy" : ", s sorts"
        let words = "baseline \(state.time(baseline.at))"
        return [words + sort, words].map { Line(DisplayText($0), .accent) }
    }
}
