package import Metrics
import Screen

// What hit rates are compared with: those of a moment that the operator chose, `before the deploy`.

extension State {
    /// Sets it to the moment that is shown, or removes it.
    mutating func toggleBaseline() {
        if baseline == nil { setBaseline() } else { removeBaseline() }
    }

    mutating func setBaseline() {
        let new = Snapshot.Baseline(of: shown) { usualRate(of: $0) }
        guard new.hitRate != nil else {
            say("No baseline: there were no look-ups in the minutes before.", .warning)
            return
        }
        baseline = new
        let gone = columnsReplacedByBaseline
        let span = new.seconds == 60 ? "minute" : "5 minutes"
        var words =
            "Baseline: the \(span) before \(time(new.at)); b removes it, s sorts by the difference."
        if !gone.isEmpty {
            words += " Its columns take the place of \(gone.joined(separator: ", "))."
        }
        guard !new.unusual.isEmpty else { return say(words) }
        let rates = new.unusual.map {
            "\($0.name) \(Format.percent($0.hitRate)) instead of \(Format.percent($0.usual))"
        }
        words += " That time was unusual (!): \(rates.joined(separator: ", ")) in the hour before."
        say(words, .warning, seconds: 12)
    }

    /// The median of the minutes of the hour before the moment that is shown; nil: fewer than ten are known.
    private func usualRate(of resource: String?) -> Double? {
        let rates = series(of: .hitRate(resource: resource), seconds: 3600, count: 60).values
            .compactMap(\.self).sorted()
        return rates.count < 10 ? nil : rates[rates.count / 2]
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
        guard let old = baseline else { return say("There is no baseline; b sets one.") }
        baseline = nil
        if resourceOrder == .delta { resourceOrder = .policy }
        say("The baseline is removed; :baseline \(time(old.at)) sets it again.", seconds: 10)
    }

    mutating func toggleSort() {
        resourceOrder = resourceOrder.next(hasBaseline: baseline != nil)
        followSelections()
    }

    /// The hit rate of the baseline; resource nil: of all keys. nil: there were no look-ups.
    func baselineRate(of resource: String?) -> Double? {
        baseline?.rate(of: resource)?.hitRate
    }

    /// By how much the last minute's hit rate is above the baseline's, -1…1.
    func delta(of resource: String?) -> Double? {
        guard let rate = lastMinute(of: resource)?.hitRate,
            let before = baselineRate(of: resource)
        else { return nil }
        return rate - before
    }

    /// Whether chance explains the difference: there were few look-ups. Not known: it is no matter of it.
    func isChance(deltaOf resource: String?) -> Bool {
        guard let now = lastMinute(of: resource), let rate = now.hitRate else { return false }
        return baseline?.rate(of: resource)?.isChance(rate, of: now.hits &+ now.misses) ?? false
    }

    private func lastMinute(of resource: String?) -> Window? {
        let windows =
            resource == nil
            ? shown.total.windows : shown.resources.first { $0.name == resource }?.windows
        return windows?.first { $0.seconds == 60 }
    }

    /// What can't be compared comes last.
    func sorted(_ resources: [ResourceReport]) -> [ResourceReport] {
        func figure(_ name: String) -> Double? {
            resourceOrder == .delta ? delta(of: name) : lastMinute(of: name)?.hitRate
        }
        if resourceOrder == .policy { return resources }
        return resources.enumerated().map { (place: $0, figure: figure($1.name), report: $1) }
            .sorted { ($0.figure ?? 2, $0.place) < ($1.figure ?? 2, $1.place) }
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
