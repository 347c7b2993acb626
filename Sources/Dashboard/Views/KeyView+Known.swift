import Metrics
import Screen

// What is known of a key without asking the server.

extension KeyView {
    func generation(of key: InspectedKey) -> Fact {
        guard let generation = key.generation else {
            return Fact(label: "generation", line: Line("none in the key", .dim))
        }
        let counter = key.counter.map { "counter \($0)" } ?? "counter not known"
        let verdict: Line =
            switch key.isDead {
            case true?: Line("  dead: no one reads it any more", .accent)
            case false?: Line("  alive", .dim)
            case nil: Line()
            }
        return Fact(
            label: "generation", line: Line(DisplayText("v\(generation), \(counter)")) + verdict)
    }

    func lastInvalidation(of key: InspectedKey) -> Fact {
        guard let last = key.lastInvalidation else {
            return Fact(label: "invalidated", line: Line("not that is known", .dim))
        }
        let by = last.by.map { " by \($0)" } ?? ""
        let outcome = last.outcome == .done ? "" : ", \(last.outcome.words)"
        return Fact(
            label: "invalidated",
            line: Line(DisplayText("\(state.time(last.at))\(by)"))
                + Line(DisplayText("  \(last.scope)\(outcome)"), .dim))
    }

    func lookups(of key: InspectedKey) -> [Fact] {
        guard !key.windows.isEmpty else {
            return [
                Fact(
                    label: "look-ups",
                    line: Line("not among the most missed keys of the last hour", .dim))
            ]
        }
        var facts = key.windows.enumerated().map { index, window in
            let line =
                Line(DisplayText("\(window.seconds / 60) min".padded(before: 6)), .dim)
                + Line(DisplayText("  \(Format.count(window.misses).padded(before: 6)) misses"))
                + Line(DisplayText("  \(Format.count(window.hits).padded(before: 6)) hits"))
                + Line(DisplayText("  \(Format.percent(window.hitRate).padded(before: 6))"))
            return Fact(label: index == 0 ? "look-ups" : "", line: line)
        }
        facts.append(Fact(label: "misses/min", minutes: key.minutes))
        return facts
    }
}
