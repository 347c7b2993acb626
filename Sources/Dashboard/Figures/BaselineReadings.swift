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

    var deltaTitle: DisplayText { state.setting.isASCII ? "diff" : "Δ" }
}
