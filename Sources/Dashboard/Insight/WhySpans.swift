import Metrics

/// Of which time, or which look at the keys, the numbers of each part of a resource's insight are: they are
/// not of the same. nil: there are none.
struct WhySpans {
    let state: State
    let report: ResourceReport

    private var shown: Snapshot { state.shown }

    /// All misses that were counted.
    var causes: String? {
        guard report.missCauses != nil, let from = shown.events.countedFrom else { return nil }
        let seconds = max(0, shown.takenAt.seconds(since: from))
        return "since \(state.time(from)), \(Format.span(seconds))"
    }

    /// The look-ups that were read without a gap.
    var curve: String? {
        guard !report.ttlCurve.isEmpty, let seconds = shown.events.observedSeconds else {
            return nil
        }
        return "by look-ups of the last \(Format.span(seconds))"
    }

    var expiry: String? {
        shown.expiryForecast.first { $0.resource == report.name }?.sampledAt.map(sweep)
    }

    var hotKeys: String? {
        shown.hotKeys.filter { $0.resource == report.name }.map(\.seconds).max().map {
            "last \(Format.span($0))"
        }
    }

    /// Copies that a sweep found, and look-ups since they were written.
    var neverRead: String? {
        report.neverRead == nil ? nil : expiry ?? report.sweptAt.map(sweep)
    }

    private func sweep(_ at: Timestamp) -> String { "by the sweep of \(state.time(at))" }
}
