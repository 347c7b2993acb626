extension InvalidationRecord {
    /// The record of an attempt that began, as it stands until its end is reported. Others show it as it
    /// is when no end comes.
    ///
    /// - Parameters:
    ///   - removed: keys so far; nil: nothing was reported but the beginning.
    ///   - seconds: since it began.
    ///   - edgeSeconds: how long the edge may serve an old copy.
    package func unfinished(
        removed: UInt64? = nil, seconds: Double = 0, edgeSeconds: Int = 0
    ) -> InvalidationRecord {
        var record = self
        record.outcome = .unfinished
        record.keysRemoved = removed
        record.durationSeconds = seconds > 0 ? seconds : nil
        if edgeSeconds > 0 {
            record.edgeStaleUntil = at.adding(seconds: seconds + Double(edgeSeconds))
        }
        let count = removed.map { removed in
            let of = keysPlanned.map { " of \(Format.grouped($0))" } ?? ""
            return "removed \(Format.grouped(removed))\(of) keys, then reported no end"
        }
        record.message = (count ?? "it began and reported no end") + "; purge again to be sure."
        return record
    }

    /// Of each attempt the newest report, and its end rather than anything before.
    package static func latest(of reports: [InvalidationRecord]) -> [InvalidationRecord] {
        var latest: [InvalidationRecord] = []
        var places: [String: Int] = [:]
        for report in reports {
            guard let id = report.id, let place = places[id] else {
                if let id = report.id { places[id] = latest.count }
                latest.append(report)
                continue
            }
            if report.outcome != .unfinished || latest[place].outcome == .unfinished {
                latest[place] = report
            }
        }
        return latest
    }
}
