import Metrics
import Screen

extension Readings {
    /// The hit rate at other sizes with the present one in brackets, what the bytes of each resource bring,
    /// and advice; or why that is not known.
    func memoryCurve(_ columns: Int) -> [Line] {
        guard let curve = snapshot.memoryCurve else { return memoryCurveAbsence(columns) }
        let sizes = curve.steps.map { step -> Line in
            let rate = step.hitRate.map { Format.percent($0) } ?? Format.absent
            let text = "\(Format.bytes(step.maxBytes)) \(rate)"
            return step.factor == 1
                ? Line(DisplayText("[\(text)]"), .accent) : Line(DisplayText(text))
        }
        let returns = curve.resources.filter { $0.hitsPerSecondPerMiB != nil }.map {
            Line(DisplayText("\($0.resource) "), .dim)
                + Line(DisplayText(Format.rate($0.hitsPerSecondPerMiB)))
        }
        return [Line("What another maxmemory would bring", .heading)]
            + rows("hits at ", sizes, columns) + rows("hits/s per MiB ", returns, columns)
            + wrapped(curve.adviceWords, columns, .accent)
    }

    private func memoryCurveAbsence(_ columns: Int) -> [Line] {
        let part = snapshot.unavailable.first { $0.what == "memoryCurve" }
        guard let part, state.viewing == nil else { return [] }
        return wrapped(
            "What another maxmemory would bring is not known: \(part.why)", columns, .dim)
    }

    private func rows(_ title: String, _ parts: [Line], _ columns: Int) -> [Line] {
        guard !parts.isEmpty else { return [] }
        var rows: [Line] = []
        var row = Line(DisplayText(title), .dim)
        for (index, part) in parts.enumerated() {
            let longer = index == 0 ? row + part : row + Line("  ") + part
            if longer.columns > columns, index > 0 {
                rows.append(row)
                row = Line("  ") + part
            } else {
                row = longer
            }
        }
        return rows + [row]
    }

    private func wrapped(_ text: String, _ columns: Int, _ style: Style) -> [Line] {
        DisplayText(text).wrapped(to: max(10, columns)).map { Line($0, style) }
    }
}
