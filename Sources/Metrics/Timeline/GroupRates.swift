/// The hit rates of a group of invalidations, apart by whose they are: the rate before is that before the first of
/// its parts, the lowest the lowest since then. A row has those of the resources whose rate fell most, and says so.
struct GroupRates: Sendable {
    struct Part: Sendable {
        var resources: [String]?
        var rates: Aftermath
    }

    private var parts: [Part] = []

    init(_ entry: TimelineEntry) { add(entry) }

    /// - Parameter entry: later than those before it.
    mutating func add(_ entry: TimelineEntry) {
        guard let rates = entry.aftermath else { return }
        if let index = parts.firstIndex(where: { $0.resources == entry.ratesOf }) {
            parts[index].rates = parts[index].rates.followed(by: rates)
        } else {
            parts.append(Part(resources: entry.ratesOf, rates: rates))
        }
    }

    /// nil: no rates are known.
    var largest: Part? {
        parts.dropFirst().reduce(parts.first) { best, part in
            guard let best else { return part }
            return part.rates.counts(before: best.rates) ? part : best
        }
    }
}

extension Aftermath {
    /// With what became of the same resources' rate after a later part of the group.
    fileprivate func followed(by later: Aftermath) -> Aftermath {
        // What fell and was back stays so until a later part makes it fall again.
        let isBack = recoveredAt != nil && later.severity == nil
        var result = isBack ? self : later
        result.before = before ?? later.before
        result.lowest = .lower(lowest, later.lowest, than: result.before)
        result.alertedAt = [alertedAt, later.alertedAt].compactMap(\.self).min()
        return result
    }

    /// Whether its rates are those of a happening that has others, too: an alert's, else the larger drop's.
    fileprivate func counts(before other: Aftermath) -> Bool {
        (alertedAt == nil) == (other.alertedAt == nil) ? drop > other.drop : alertedAt != nil
    }

    /// How far the rate fell; negative: it is not known, or rose.
    private var drop: Double {
        guard let before = hitRateBefore, let lowest = hitRateLowest else { return -1 }
        return before - lowest
    }
}
