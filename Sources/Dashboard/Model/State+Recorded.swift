import Metrics

extension State {
    /// That the next look is overdue; nil: it is not.
    var lateAlert: Alert? {
        age.flatMap {
            FiguresLate(ageSeconds: $0, intervalSeconds: setting.intervalSeconds).alert
        }
    }

    /// What was recorded of a number up to the moment that is shown.
    func series(of measure: Measure, seconds: Int, count: Int) -> Series {
        past.series(measure, endingAt: shown.takenAt, seconds: seconds, count: count)
    }

    /// A timeline that stands still, with what this cachetop itself has purged.
    func timeline(_ held: [TimelineEntry], withOwnOf fresh: Snapshot) -> [TimelineEntry] {
        let own = fresh.invalidations.filter { history.isOwn($0) }
        func isOwn(_ entry: TimelineEntry) -> Bool {
            entry.kind == .invalidation
                && own.contains {
                    $0.by == entry.by && $0.at >= entry.at && $0.at <= entry.until ?? entry.at
                }
        }
        return (held.filter { !isOwn($0) } + fresh.timeline.filter(isOwn)).sorted { $0.at < $1.at }
    }
}
