import Metrics
import Screen

/// What panels may draw of the snapshot that is shown: its numbers as figures, its alerts as styles.
///
/// Panels get this rather than the snapshot; a test finds one that formats a number by itself. One file
/// beside this one for each part of the screen.
struct Readings {
    /// One element. A state is large, and each row and figure has readings: an array is copied by
    /// reference, and `_read` lends what is in it.
    private let states: [State]

    init(state: State) { states = [state] }

    var state: State { _read { yield states[0] } }
    var snapshot: Snapshot { _read { yield states[0].shown } }

    /// - Parameter format: gives a text for a value; of one that it has none for, `Format.absent`.
    func figure<Value>(
        _ value: Value?, _ source: Source, _ format: (Value) -> String
    ) -> Figure {
        figure(value, state.state(of: source), format)
    }

    func figure<Value>(
        _ value: Value?, _ source: SourceState, _ format: (Value) -> String
    ) -> Figure {
        let text = value.map(format).flatMap { $0 == Format.absent ? nil : $0 }
        return Figure(text, source, isOld: state.age(of: source) != nil)
    }

    // MARK: What is no number

    var isCluster: Bool { snapshot.isCluster }

    /// One that holds now: a figure that is all right again has no mark.
    func alert(_ rule: AlertRule, of subject: String? = nil) -> Alert? {
        snapshot.alertNow(rule, of: subject)
    }

    func style(of rule: AlertRule, _ subject: String? = nil, else calm: Style = .plain) -> Style {
        snapshot.style(of: rule, subject, else: calm)
    }
}
