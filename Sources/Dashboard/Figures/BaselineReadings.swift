import Metrics
import Screen

extension Readings {
    /// The hit rate of the baseline, marked where that time was unusual; resource nil: of all keys.
    func baseRate(of resource: String?) -> Line {
        let rate = state.baseline?.rate(of: resource)
        let figure = figure(rate?.hitRate, .events) { Format.percent($0) }
        return rate?.isUnusual == true
            ? figure.line(.warning) + Line("!", .warning) : figure.line(.dim)
    }

    /// In points, above it or below; marked where chance may explain it.
    func delta(of resource: String?) -> Line {
        let delta = state.delta(of: resource)
        let figure = figure(delta, .events) { Format.points($0) }
        let isChance = abs(delta ?? 0) >= 0.0005 && state.isChance(deltaOf: resource)
        return isChance ? Line("~", .dim) + figure.line(.dim) : figure.line(.accent)
    }

    private var deltaName: String { state.setting.isASCII ? "diff" : "Δ" }

    /// With an arrow while resources are in its order.
    var deltaTitle: DisplayText {
        DisplayText(deltaName + arrow(.delta))
    }

    /// The same of the last minute's hit rate.
    var minuteTitle: DisplayText { DisplayText("1 m" + arrow(.lowestRate)) }

    private func arrow(_ order: ResourceOrder) -> String {
        state.resourceOrder == order ? state.glyphs.up : ""
    }

    /// Which moment hit rates are compared with, the order of the rows and the next one, longest first;
    /// empty: with none, in the order of the policy.
    var baselineForms: [Line] {
        guard let baseline = state.baseline else { return orderForms }
        let sort =
            switch state.resourceOrder {
            case .policy: ", in policy order; s: by \(deltaName)"
            case .delta: ", sorted by \(deltaName); s: by 1 m"
            case .lowestRate: ", lowest 1 m first; s: by policy order"
            }
        let words = Line(DisplayText("baseline \(state.time(baseline.at))"), .accent)
        let isUnusual = !baseline.unusual.isEmpty
        let mark = isUnusual ? Line(" unusual!", .warning) : Line()
        let brief = isUnusual ? Line("!", .warning) : Line()
        let order = Line(DisplayText(sort), .accent)
        return [words + mark + order, words + brief + order, words + mark, words + brief]
    }

    private var orderForms: [Line] {
        guard state.resourceOrder == .lowestRate else { return [] }
        let order = Line("lowest 1 m first", .accent)
        return [order + Line("; s: by policy order", .accent), order]
    }
}
