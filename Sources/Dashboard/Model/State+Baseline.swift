package import Metrics
import Screen

// What hit rates are compared with: those of a moment that the operator chose, `before the deploy`.

extension State {
    /// Sets it to the moment that is shown, or removes it.
    mutating func toggleBaseline() {
        guard baseline == nil else { return removeBaseline() }
        let new = Snapshot.Baseline(of: shown)
        guard new.hitRate != nil else {
            say("No baseline: there were no look-ups in the minute before.", .warning)
            return
        }
        baseline = new
        let gone = columnsReplacedByBaseline
        say(
            "Baseline: the minute before \(time(new.at)); b or Esc removes it, s sorts by the "
                + "difference."
                + (gone.isEmpty
                    ? "" : " Its columns take the place of \(gone.joined(separator: ", "))."))
    }

    /// Titles, where the table of resources is on the screen.
    private var columnsReplacedByBaseline: [String] {
        let layout = Layout(state: self)
        let isWhole = isExpanded || layout.isSingle
        guard view == .dashboard, !isWhole || focus == .resources,
            let place = isWhole ? layout.body : layout.places[.resources]
        else { return [] }
        return ResourceColumns(
            readings: Readings(state: self), width: place.width - 2, isExpanded: isExpanded
        ).replacedByBaseline
    }

    mutating func removeBaseline() {
        baseline = nil
        sortsByDelta = false
        say("The baseline is removed.")
    }

    mutating func toggleSort() {
        guard baseline != nil else {
            say("Nothing to sort by: b sets a baseline.")
            return
        }
        sortsByDelta.toggle()
    }

    /// The hit rate of the baseline; resource nil: of all keys. nil: there were no look-ups.
    func baselineRate(of resource: String?) -> Double? {
        guard let resource else { return baseline?.hitRate }
        return baseline?.resources.first { $0.name == resource }?.hitRate
    }

    /// By how much the last minute's hit rate is above the baseline's, -1…1.
    func delta(of resource: String?) -> Double? {
        let windows =
            resource == nil
            ? shown.total.windows : shown.resources.first { $0.name == resource }?.windows
        guard let rate = windows?.hitRate(seconds: Snapshot.Baseline.seconds),
            let before = baselineRate(of: resource)
        else { return nil }
        return rate - before
    }

    /// In the order of the policy, or those first that are furthest below the baseline; what can't be compared
    /// comes last.
    func sorted(_ resources: [ResourceReport]) -> [ResourceReport] {
        guard sortsByDelta, baseline != nil else { return resources }
        return resources.enumerated().map { (place: $0, delta: delta(of: $1.name), report: $1) }
            .sorted { ($0.delta ?? 2, $0.place) < ($1.delta ?? 2, $1.place) }
            .map(\.report)
    }

    /// The moment that is shown, with the baseline and the past: what is written into a file.
    package var written: Snapshot {
        var snapshot = lettered(shown)
        snapshot.baseline = baseline
        snapshot.history = past.curves(
            endingAt: shown.takenAt, seconds: Snapshot.Curves.longestSeconds)
        return snapshot
    }
}
